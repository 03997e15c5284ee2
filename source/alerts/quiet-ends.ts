/** Which acknowledged and snoozed alerts are so no longer: over, out of time, or worse than they were. Pure. */
import type { Fleet } from '../fleet/fleet.ts';
import { holds, type Quiet } from '../fleet/quiet.ts';
import type { QuietChange, QuietChanges } from '../fleet/quiet-change.ts';
import type { Alert } from './alert.ts';
import { isKnownOver } from './open-alerts.ts';

/** A sign that comes and goes is one: it has to stay away for so long. */
export const overAfterMs = 120_000;
/** Of a pod that is heard of no more. */
export const longestQuietMs = 30 * 86_400_000;

export type QuietLook = {
  readonly fleet: Fleet;
  readonly open: readonly Alert[];
  readonly nowMs: number;
};

/** `overSinceMs`: since when each has been known to be over. */
export function quietEnds(
  quiet: ReadonlyMap<string, Quiet>,
  overSinceMs: ReadonlyMap<string, number>,
  look: QuietLook,
): { readonly ended: QuietChanges; readonly overSinceMs: ReadonlyMap<string, number> } {
  const open = new Map(look.open.map((alert) => [alert.key, alert]));
  const ended = new Map<string, QuietChange>();
  const over = new Map<string, number>();
  for (const [key, each] of quiet) {
    const alert = open.get(key);
    const isOutOfTime = look.nowMs - each.atMs > longestQuietMs || look.nowMs >= (each.untilMs ?? Infinity);
    if (isOutOfTime || (alert !== undefined && !holds(each, alert.kind, look.nowMs)))
      ended.set(key, { kind: 'ended', atMs: each.atMs });
    else if (alert === undefined && isKnownOver(look.fleet, key, look.nowMs)) {
      const sinceMs = overSinceMs.get(key) ?? look.nowMs;
      if (look.nowMs - sinceMs >= overAfterMs) ended.set(key, { kind: 'ended', atMs: each.atMs });
      else over.set(key, sinceMs);
    }
  }
  return { ended, overSinceMs: over };
}
