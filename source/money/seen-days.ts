/** What was seen, by UTC day: as it is kept on disk, and as a console that begins takes it up again. Pure. */
import type { PodSeen, SeenSum } from '../fleet/money.ts';
import { dayMs, dayName, monthStartMs } from './days.ts';
import type { Observed } from './observe.ts';

/** One pod on one day. */
export type SeenDay = SeenSum & { readonly name: string; readonly stoppedSinceMs: number | null };

export type SeenDays = ReadonlyMap<string, ReadonlyMap<string, SeenDay>>;

/** The days of this UTC month until today, as files are named. */
export function daysOfMonth(nowMs: number): readonly string[] {
  const first = monthStartMs(nowMs);
  const count = Math.floor((nowMs - first) / dayMs) + 1;
  return Array.from({ length: count }, (_, at) => dayName(first + at * dayMs));
}

/** What a console goes on from: sums of the month and of today. Nothing is known of the time since, nor of what a pod does. */
export function observedOf(days: SeenDays, nowMs: number): Observed {
  const pods = new Map<string, PodSeen>();
  const today = dayName(nowMs);
  for (const day of [...days.keys()].sort()) {
    for (const [podId, seen] of days.get(day) ?? []) {
      const { name, stoppedSinceMs, ...sum } = seen;
      const earlier = pods.get(podId)?.month ?? null;
      pods.set(podId, {
        name,
        activity: { kind: 'off' },
        today: day === today ? sum : null,
        month: earlier === null ? sum : together(earlier, sum),
        stoppedSinceMs,
      });
    }
  }
  return { atMs: null, pods };
}

/** What is to be kept of today. */
export function seenToday({ pods }: Observed): ReadonlyMap<string, SeenDay> {
  return new Map(
    [...pods].flatMap(([podId, { name, today, stoppedSinceMs }]) =>
      today === null ? [] : [[podId, { ...today, name, stoppedSinceMs }] as const],
    ),
  );
}

function together(one: SeenSum, other: SeenSum): SeenSum {
  return {
    fromMs: Math.min(one.fromMs, other.fromMs),
    untilMs: Math.max(one.untilMs, other.untilMs),
    seenMs: one.seenMs + other.seenMs,
    spentDollars: plus(one.spentDollars, other.spentDollars),
    wastedDollars: plus(one.wastedDollars, other.wastedDollars),
    idleMs: one.idleMs + other.idleMs,
    untoldMs: one.untoldMs + other.untoldMs,
  };
}

function plus(one: number | null, other: number | null): number | null {
  return one === null ? other : one + (other ?? 0);
}
