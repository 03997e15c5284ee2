/** One pane at its place. */
import { memo, useCallback } from 'react';
import type { Frame } from '../frame.ts';
import type { FrameStore } from '../frame-store.ts';
import type { Placed } from '../layout/rect.ts';
import { drawPanes } from '../panes/draw-panes.ts';
import { Rows } from './rows.tsx';
import { sameRows, useFrame } from './use-frame.ts';

type PaneProps = {
  readonly store: FrameStore;
  readonly placed: Placed & { readonly kind: keyof typeof drawPanes };
};

export const Pane = memo(function Pane({ store, placed }: PaneProps) {
  const select = useCallback((frame: Frame) => drawPanes[placed.kind](frame, placed), [placed]);
  return <Rows rect={placed.rect} rows={useFrame(store, select, sameRows)} />;
});
