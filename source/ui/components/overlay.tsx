/** The dialog or the help, over the panes. */
import type { Box } from '../draw/box.ts';
import type { FrameStore } from '../frame-store.ts';
import { overlayOf } from '../panes/overlays/overlay.ts';
import { Rows } from './rows.tsx';
import { sameRows, useFrame } from './use-frame.ts';

export function Overlay({ store }: { readonly store: FrameStore }) {
  const box = useFrame(store, overlayOf, sameBox);
  return box === null ? null : <Rows rect={box.rect} rows={box.lines} />;
}

function sameBox(left: Box | null, right: Box | null): boolean {
  if (left === null || right === null) return left === right;
  const { rect } = left;
  return (
    rect.left === right.rect.left &&
    rect.top === right.rect.top &&
    rect.width === right.rect.width &&
    sameRows(left.lines, right.lines)
  );
}
