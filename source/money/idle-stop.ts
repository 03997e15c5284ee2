/**
 * What becomes of idle pods, as a state machine: one look against the one before. It stops, and never terminates. Any
 * activity, and whatever is not known, ends it; so does the operator, for as long as this idle time lasts. Pure.
 */
import type { Fleet, PodEntry, ReportLevel } from '../fleet/fleet.ts';
import type { IdleStop, PodSeen } from '../fleet/money.ts';
import { shortDuration } from '../fleet/questions.ts';
import { type IdleRule, ruleOf } from './idle-rules.ts';

export type IdleStops = ReadonlyMap<string, IdleStop>;

export type IdleAct =
  | {
      readonly kind: 'tell';
      readonly podId: string;
      readonly level: ReportLevel;
      readonly text: string;
      readonly fingerprint: string;
    }
  /** By the watch's own way, with the reason in the output. */
  | { readonly kind: 'stop'; readonly podId: string; readonly reason: string };

export type IdleLook = {
  readonly fleet: Fleet;
  readonly seen: ReadonlyMap<string, PodSeen>;
  readonly rules: readonly IdleRule[];
  readonly readOnly: boolean;
  readonly nowMs: number;
};

export function stepIdleStops(
  before: IdleStops,
  look: IdleLook,
): { readonly stops: IdleStops; readonly acts: readonly IdleAct[] } {
  const stops = new Map<string, IdleStop>();
  const acts: IdleAct[] = [];
  for (const entry of look.fleet.pods.values()) {
    const earlier = before.get(entry.pod.id) ?? null;
    const stepped = stepPod(entry, earlier, look);
    if (stepped.stop !== null) stops.set(entry.pod.id, stepped.stop);
    if (stepped.act !== null) acts.push(stepped.act);
  }
  return { stops, acts };
}

/** The operator wants to keep it: nothing is done while this idle time lasts. */
export function keepPod(before: IdleStops, podId: string): IdleStops {
  const stop = before.get(podId);
  if (stop === undefined || (stop.kind !== 'counting' && stop.kind !== 'asking')) return before;
  return new Map(before).set(podId, { kind: 'kept', idleSinceMs: stop.idleSinceMs });
}

type Step = { readonly stop: IdleStop | null; readonly act: IdleAct | null };

const nothing: Step = { stop: null, act: null };

function stepPod(entry: PodEntry, earlier: IdleStop | null, look: IdleLook): Step {
  const { pod } = entry;
  const activity = look.seen.get(pod.id)?.activity;
  const rule = ruleOf(look.rules, pod.name);
  if (activity?.kind !== 'idle' || rule === null || pod.provider !== 'runpod')
    return calledOff(
      entry,
      earlier,
      activity !== undefined && 'because' in activity ? activity.because : null,
    );
  const { sinceMs } = activity;
  const current = earlier?.idleSinceMs === sinceMs ? earlier : null;
  if (current !== null && current.kind !== 'counting') return { stop: current, act: null };
  if (current?.kind === 'counting') return countDown(entry, current, rule, look);
  if (look.nowMs - sinceMs < rule.afterMs) return nothing;
  return begin(entry, rule, { idleSinceMs: sinceMs, look });
}

/** Somebody came, something runs, or nobody can tell any more. */
function calledOff({ pod }: PodEntry, earlier: IdleStop | null, because: string | null): Step {
  if (earlier?.kind !== 'counting' && earlier?.kind !== 'asking') return nothing;
  const text = `It is not stopped: ${because ?? 'it does not run any more'}.`;
  return { stop: null, act: tell(pod.id, 'info', text, 'off') };
}

function begin(
  entry: PodEntry,
  rule: IdleRule,
  { idleSinceMs, look }: { readonly idleSinceMs: number; readonly look: IdleLook },
): Step {
  const { pod } = entry;
  const idle = `Idle for ${shortDuration(look.nowMs - idleSinceMs)}`;
  const cannot = whyNot(entry, look);
  if (rule.act === 'remind' || cannot !== null) {
    const text =
      rule.act === 'remind'
        ? `${idle}; the rule "${rule.pods}" reminds of it.`
        : `${idle}; it is not stopped: ${cannot}.`;
    return { stop: { kind: 'reminded', idleSinceMs }, act: tell(pod.id, 'warn', text, 'remind') };
  }
  if (rule.act === 'ask') {
    const text = `${idle}. Stop it, or keep it?`;
    return {
      stop: { kind: 'asking', sinceMs: look.nowMs, idleSinceMs },
      act: tell(pod.id, 'warn', text, 'ask'),
    };
  }
  const text = `${idle}; it is stopped in ${shortDuration(rule.graceMs)}, unless somebody keeps it.`;
  const stop = { kind: 'counting', stopsAtMs: look.nowMs + rule.graceMs, idleSinceMs } as const;
  return { stop, act: tell(pod.id, 'warn', text, 'count') };
}

function countDown(
  entry: PodEntry,
  stop: Extract<IdleStop, { kind: 'counting' }>,
  rule: IdleRule,
  look: IdleLook,
): Step {
  const { pod } = entry;
  const { idleSinceMs, stopsAtMs } = stop;
  const cannot = rule.act === 'stop' ? whyNot(entry, look) : 'its rule has changed';
  if (cannot !== null)
    return {
      stop: { kind: 'reminded', idleSinceMs },
      act: tell(pod.id, 'info', `It is not stopped: ${cannot}.`, 'off'),
    };
  if (look.nowMs < stopsAtMs) return { stop, act: null };
  const reason = `idle for ${shortDuration(look.nowMs - idleSinceMs)}, by the rule "${rule.pods}"`;
  return {
    stop: { kind: 'stopped', atMs: look.nowMs, idleSinceMs },
    act: { kind: 'stop', podId: pod.id, reason },
  };
}

function whyNot({ pod, pending }: PodEntry, { readOnly }: IdleLook): string | null {
  if (readOnly) return 'the settings say read-only';
  if (pod.locked) return 'it is locked';
  return pending === null ? null : `it was asked to ${pending.action} already`;
}

function tell(podId: string, level: ReportLevel, text: string, about: string): IdleAct {
  return { kind: 'tell', podId, level, text, fingerprint: `idle-stop:${podId}:${about}` };
}
