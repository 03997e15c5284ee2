/** How often the pods may be asked for, by what RunPod still allows. Pure. */
import { limitOf, type WireStatus } from '../fleet/wire.ts';

/** Other programs use the same key, and an operator's own requests must still go through. */
const shareOfWhatRemains = 1 / 5;

/**
 * The shortest time between two lists, in milliseconds: a fifth of what remains in each window is spread over the time
 * until the window is filled anew, and the tightest window counts. No longer than until then. 0 where no allowance was told.
 */
export function shortestPaceMs(wires: readonly WireStatus[], nowMs: number): number {
  const allowance = listingWire(wires, nowMs)?.allowance ?? null;
  if (allowance === null) return 0;
  const paces = allowance.windows.map(({ remaining, resetsInMs }) => {
    const leftMs = Math.max(0, allowance.atMs + resetsInMs - nowMs);
    const mine = remaining * shareOfWhatRemains;
    return mine <= 0 ? leftMs : Math.min(leftMs, leftMs / mine);
  });
  return Math.ceil(Math.max(0, ...paces));
}

/** The wire by which pods are listed: REST v2 where it is used and fit, else what is left; one that is limited, where no other is. */
function listingWire(wires: readonly WireStatus[], nowMs: number): WireStatus | null {
  const live = wires.filter(({ state }) => state.kind === 'live');
  const open = live.filter((status) => limitOf(status, nowMs) === null);
  const fit = open.length > 0 ? open : live;
  return fit.find(({ wire }) => wire === 'rest') ?? fit[0] ?? null;
}
