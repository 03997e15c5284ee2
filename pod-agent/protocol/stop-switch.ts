/** How the switch stands by which a pod stops itself when nobody is there: a part of the health report. */
import { nullable, oneOf, shape } from './guards.ts';
import { durationMs, sentence, wallMs } from './quantities.ts';

/** Times are wall clocks of the pod. */
export type StopSwitch = {
  /** How long nobody must be there; null: that alone never stops the pod. */
  readonly idleStopMs: number | null;
  /** Until when the pod is to live; null: for as long as it is paid for. */
  readonly endsAtMs: number | null;
  /** Between the warning and the stop. */
  readonly graceMs: number;
  /** Since when nobody has been there and nothing has run; null: not so now, or not known to be so. */
  readonly idleSinceMs: number | null;
  /** Why it is not idle, or why nobody can tell; null while it is. */
  readonly because: string | null;
  /** When the pod stops itself if all stays as it is; null: it will not. */
  readonly firesAtMs: number | null;
  readonly why: 'idle' | 'time-to-live' | null;
  /** `pod-agent keep` has put it off until then. */
  readonly keptUntilMs: number | null;
  /** Why the last try to stop the pod failed; null where none has. */
  readonly trouble: string | null;
};

export const stopSwitchGuard = shape<StopSwitch>({
  idleStopMs: nullable(durationMs),
  endsAtMs: nullable(wallMs),
  graceMs: durationMs,
  idleSinceMs: nullable(wallMs),
  because: nullable(sentence),
  firesAtMs: nullable(wallMs),
  why: nullable(oneOf<NonNullable<StopSwitch['why']>>({ idle: true, 'time-to-live': true })),
  keptUntilMs: nullable(wallMs),
  trouble: nullable(sentence),
});
