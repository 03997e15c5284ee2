/** The whole screen: every pane at its place, and what stands over them. */
import type { Frame } from '../frame.ts';
import type { FrameStore } from '../frame-store.ts';
import { Box } from '../ink.ts';
import type { Placed } from '../layout/rect.ts';
import { Overlay } from './overlay.tsx';
import { Pane } from './pane.tsx';
import { StartUp } from './start-up.tsx';
import { useFrame } from './use-frame.ts';

type Plan = { readonly columns: number; readonly rows: number; readonly panes: readonly Placed[] };

export function ScreenView({ store }: { readonly store: FrameStore }) {
  const { columns, rows, panes } = useFrame(store, planOf, samePlan);
  return (
    <Box width={columns} height={rows}>
      {panes.map((placed) => {
        const { kind } = placed;
        if (kind === 'welcome') return <StartUp key={kind} store={store} placed={placed} />;
        return <Pane key={kind} store={store} placed={{ ...placed, kind }} />;
      })}
      <Overlay store={store} />
    </Box>
  );
}

function planOf({ size, layout }: Frame): Plan {
  return { ...size, panes: layout.panes };
}

function samePlan(left: Plan, right: Plan): boolean {
  return (
    left.columns === right.columns &&
    left.rows === right.rows &&
    JSON.stringify(left.panes) === JSON.stringify(right.panes)
  );
}
