/**
 * The switch by which a pod stops itself, as a state machine: what it has seen, when it fires, what is to be done. Pure.
 * Durations are of a clock that never jumps, so that a pod whose clock was set right does not stop an hour early.
 */
import type { Idleness } from '../protocol/idleness.ts';
import type { StopSwitch } from '../protocol/stop-switch.ts';

export type SwitchRules = {
  /** null: being idle never stops the pod. */
  readonly idleStopMs: number | null;
  /** From the container's start; null: for as long as it is paid for. */
  readonly timeToLiveMs: number | null;
  readonly graceMs: number;
};

export type SwitchState = {
  readonly idleSinceMs: number | null;
  readonly because: string | null;
  /** The warning that was given and not taken back; it is what the pod may be stopped for. */
  readonly warned: { readonly why: 'idle' | 'time-to-live'; readonly firesAtMs: number } | null;
  readonly tries: number;
  /** Of the last try to stop the pod. */
  readonly triedAtMs: number | null;
  readonly trouble: string | null;
};

export const switchAtRest: SwitchState = {
  idleSinceMs: null,
  because: 'it was not looked at yet',
  warned: null,
  tries: 0,
  triedAtMs: null,
  trouble: null,
};

export type Looked = {
  readonly idleness: Idleness;
  readonly nowMs: number;
  /** When the container began. */
  readonly beganMs: number;
  /** `pod-agent keep` puts the stop off until then; null: nobody asked. */
  readonly keptUntilMs: number | null;
};

export type SwitchAct =
  | { readonly kind: 'warn'; readonly why: 'idle' | 'time-to-live'; readonly firesAtMs: number }
  | { readonly kind: 'call-off'; readonly because: string }
  | { readonly kind: 'stop'; readonly why: 'idle' | 'time-to-live' };

/** A pod that was asked to stop is killed within a minute; one that goes on was not heard. */
const waitsMs = [60_000, 120_000, 300_000] as const;

/** One look: what is seen now against what was seen before. */
export function stepSwitch(
  before: SwitchState,
  rules: SwitchRules,
  looked: Looked,
): { readonly state: SwitchState; readonly act: SwitchAct | null } {
  const { idleness, nowMs } = looked;
  const idleSinceMs = idleness.kind === 'idle' ? (before.idleSinceMs ?? nowMs) : null;
  const because = idleness.kind === 'idle' ? null : idleness.because;
  const seen = { ...before, idleSinceMs, because };
  const due = dueOf(seen, rules, looked);
  if (due === null || due.dueAtMs > nowMs) return calledOff(seen, looked);
  if (before.warned?.why !== due.why) {
    // What was warned of already comes no later for having another reason.
    const firesAtMs = Math.min(before.warned?.firesAtMs ?? Number.POSITIVE_INFINITY, nowMs + rules.graceMs);
    return warn(seen, due.why, firesAtMs);
  }
  if (nowMs < before.warned.firesAtMs || !isTimeToTry(seen, nowMs)) return { state: seen, act: null };
  const state = { ...seen, tries: seen.tries + 1, triedAtMs: nowMs };
  return { state, act: { kind: 'stop', why: due.why } };
}

/** When the warning is due, and for what; the end of its time to live counts first, since nothing but `keep` puts it off. */
function dueOf(
  { idleSinceMs }: SwitchState,
  { idleStopMs, timeToLiveMs }: SwitchRules,
  { beganMs, keptUntilMs, nowMs }: Omit<Looked, 'idleness'>,
): { readonly why: 'idle' | 'time-to-live'; readonly dueAtMs: number } | null {
  const kept = keptUntilMs ?? Number.NEGATIVE_INFINITY;
  const endsAtMs = timeToLiveMs === null ? null : Math.max(kept, beganMs + timeToLiveMs);
  const idleAtMs =
    idleSinceMs === null || idleStopMs === null ? null : Math.max(kept, idleSinceMs + idleStopMs);
  if (endsAtMs !== null && (endsAtMs <= nowMs || idleAtMs === null || endsAtMs <= idleAtMs))
    return { why: 'time-to-live', dueAtMs: endsAtMs };
  return idleAtMs === null ? null : { why: 'idle', dueAtMs: idleAtMs };
}

function calledOff(state: SwitchState, { keptUntilMs, nowMs }: Looked) {
  if (state.warned === null) return { state, act: null };
  const isKept = keptUntilMs !== null && keptUntilMs > nowMs;
  const because = isKept ? 'somebody keeps it' : (state.because ?? 'it is not due any more');
  const rested = { ...state, warned: null, tries: 0, triedAtMs: null, trouble: null };
  return { state: rested, act: { kind: 'call-off', because } as const };
}

function warn(state: SwitchState, why: 'idle' | 'time-to-live', firesAtMs: number) {
  const warned = { ...state, warned: { why, firesAtMs }, tries: 0, triedAtMs: null, trouble: null };
  return { state: warned, act: { kind: 'warn', why, firesAtMs } as const };
}

function isTimeToTry({ tries, triedAtMs }: SwitchState, nowMs: number): boolean {
  if (triedAtMs === null) return true;
  return nowMs - triedAtMs >= (waitsMs[Math.min(tries, waitsMs.length) - 1] ?? 0);
}

/** As the report has it; `wallOf` reads the clock that never jumps as the pod's own. */
export function shownSwitch(
  state: SwitchState,
  rules: SwitchRules,
  looked: Omit<Looked, 'idleness'> & { readonly wallOf: (ms: number) => number },
): StopSwitch {
  const { wallOf, beganMs, keptUntilMs, nowMs } = looked;
  const due = dueOf(state, rules, looked);
  const firesAtMs = state.warned?.firesAtMs ?? (due === null ? null : due.dueAtMs + rules.graceMs);
  return {
    idleStopMs: rules.idleStopMs,
    endsAtMs: rules.timeToLiveMs === null ? null : wallOf(beganMs + rules.timeToLiveMs),
    graceMs: rules.graceMs,
    idleSinceMs: state.idleSinceMs === null ? null : wallOf(state.idleSinceMs),
    because: state.because,
    firesAtMs: firesAtMs === null ? null : wallOf(firesAtMs),
    why: state.warned?.why ?? due?.why ?? null,
    keptUntilMs: keptUntilMs === null || keptUntilMs <= nowMs ? null : wallOf(keptUntilMs),
    trouble: state.trouble,
  };
}
