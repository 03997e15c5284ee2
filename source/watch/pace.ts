/** How often the pods may be asked for, by what RunPod still allows. Pure. */
import type { WireStatus } from '../fleet/wire.ts';

/** Other programs use the same key, and an operator's own requests must still go through. */
const shareOfWhatRemains = 1 / 5;

/**
 * The shortest time between two lists, in milliseconds: a fifth of what remains in each window is spread over the time
 * until the window is filled anew, and the tightest window counts. No longer than until then. 0 where no allowance was told.
 */
export function shortestPaceMs(wires: readonly WireStatus[], nowMs: number): number {
  const allowance = listingWire(wires)?.allowance ?? null;
  if (allowance === null) return 0;
  const paces = allowance.windows.map(({ remaining, resetsInMs }) => {
    const leftMs = Math.max(0, allowance.atMs + resetsInMs - nowMs);
    const mine = remaining * shareOfWhatRemains;
    return mine <= 0 ? leftMs : Math.min(leftMs, leftMs / mine);
  });
  return Math.ceil(Math.max(0, ...paces));
}

/** The wire by which pods are listed: REST v2 where it is used and fit, else what is left. */
function listingWire(wires: readonly WireStatus[]): WireStatus | null {
  const fit = wires.filter(({ state }) => state.kind === 'live');
  return fit.find(({ wire }) => wire === 'rest') ?? fit[0] ?? null;
}
