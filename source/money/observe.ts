/**
 * What this console sees of each pod's money from one look to the next. Only time between two looks that are close together
 * counts: while the machine slept nobody was looking. Pure.
 */
import { type IdleLimits, type Idleness, idlenessOf } from '../../pod-agent/protocol/idleness.ts';
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import type { PodActivity, PodSeen, SeenSum } from '../fleet/money.ts';
import { noSessions, type OwnSessions } from '../fleet/own-sessions.ts';
import { billedPerHourDollars, isStale } from '../fleet/questions.ts';
import { dayStartMs, hourMs, monthStartMs } from './days.ts';

export type Observed = {
  /** Of the last look; null before the first. */
  readonly atMs: number | null;
  readonly pods: ReadonlyMap<string, PodSeen>;
};

export const nothingObserved: Observed = { atMs: null, pods: new Map() };

export type ObserveAbout = {
  readonly nowMs: number;
  readonly limits: IdleLimits;
  /** Pods that this console itself works with (a forward, a job, a shell), and by what; null: it does not. */
  attendedBy(podId: string): string | null;
  /** What it has open to a pod beside its telemetry; absent: nothing. */
  ownSessions?(podId: string): OwnSessions;
};

/** Looks are a second apart; a busy machine may make it a few. */
const longestGapMs = 10_000;
/** The list is asked for every few seconds; an older one does not say what runs. */
const oldestListMs = 90_000;

export function observe(before: Observed, fleet: Fleet, about: ObserveAbout): Observed {
  const { nowMs } = about;
  const elapsedMs = before.atMs === null ? 0 : nowMs - before.atMs;
  const isGap = elapsedMs < 0 || elapsedMs > longestGapMs;
  const pods = new Map<string, PodSeen>();
  for (const [podId, seen] of before.pods) {
    const rolled = rolledOver(seen, nowMs);
    if (fleet.pods.has(podId) || rolled.month !== null) pods.set(podId, rolled);
  }
  for (const entry of fleet.pods.values()) {
    if (entry.pod.provider !== 'runpod') continue;
    const earlier = pods.get(entry.pod.id) ?? null;
    pods.set(entry.pod.id, lookAt(entry, earlier, { ...about, elapsedMs: isGap ? 0 : elapsedMs, isGap }));
  }
  for (const [podId, seen] of pods)
    if (!fleet.pods.has(podId)) pods.set(podId, { ...seen, activity: { kind: 'off' }, stoppedSinceMs: null });
  return { atMs: nowMs, pods };
}

type Look = ObserveAbout & { readonly elapsedMs: number; readonly isGap: boolean };

function lookAt(entry: PodEntry, earlier: PodSeen | null, look: Look): PodSeen {
  const { nowMs, elapsedMs, isGap } = look;
  const isListed = nowMs - entry.podAtMs <= oldestListMs;
  const rate = isListed ? billedPerHourDollars(entry) : null;
  const spent = rate === null ? null : (rate * elapsedMs) / hourMs;
  const activity = activityOf(entry, earlier, { ...look, isListed, spent });
  const wasIdle = earlier?.activity.kind === 'idle' && activity.kind === 'idle' && !isGap;
  const added: Added = {
    nowMs,
    elapsedMs: isListed ? elapsedMs : 0,
    spent,
    isIdle: wasIdle,
    isUntold: activity.kind === 'unknown',
  };
  const isStopped = entry.pod.state.kind === 'stopped';
  return {
    name: entry.pod.name,
    activity,
    today: addedTo(earlier?.today ?? null, added),
    month: addedTo(earlier?.month ?? null, added),
    stoppedSinceMs: isStopped ? (earlier?.stoppedSinceMs ?? nowMs) : null,
  };
}

function activityOf(
  entry: PodEntry,
  earlier: PodSeen | null,
  look: Look & { readonly isListed: boolean; readonly spent: number | null },
): PodActivity {
  const idleness = idlenessOfPod(entry, look);
  if (idleness === null) return { kind: 'off' };
  if (idleness.kind !== 'idle') return idleness;
  const before = earlier?.activity;
  if (before?.kind !== 'idle' || look.isGap)
    return { kind: 'idle', sinceMs: look.nowMs, dollars: look.spent === null ? null : 0 };
  const dollars = before.dollars === null || look.spent === null ? null : before.dollars + look.spent;
  return { kind: 'idle', sinceMs: before.sinceMs, dollars };
}

/** null: the pod does not run. */
function idlenessOfPod(entry: PodEntry, look: Look & { readonly isListed: boolean }): Idleness | null {
  const { pod, sample, link } = entry;
  const { kind } = pod.state;
  if (kind === 'stopped' || kind === 'terminated' || kind === 'initialising') return null;
  const attended = look.attendedBy(pod.id);
  if (attended !== null) return { kind: 'busy', because: attended };
  if (!look.isListed) return { kind: 'unknown', because: 'RunPod has not listed it for a while' };
  if (sample === null || link.kind !== 'live' || isStale(entry, look.nowMs))
    return { kind: 'unknown', because: pod.telemetry ? onlyTold : 'it sends no figures' };
  // The link itself is one connection to its sshd; RunPod's proxy comes by none, and stands on a terminal.
  const isByTerminal = link.over === 'pty';
  const own = look.ownSessions?.(pod.id) ?? noSessions;
  return idlenessOf(sample.frame, {
    ...{ limits: look.limits, gpuCount: pod.gpuCount },
    ownConnectionCount: own.connectionsAtLeast + (isByTerminal ? 0 : 1),
    passingConnectionCount: own.connectionsAtMost - own.connectionsAtLeast,
    ownTerminalCount: own.terminals + (isByTerminal ? 1 : 0),
  });
}

/** They are means with a delay, and say nothing of logins, transfers and processes. */
const onlyTold = 'it sends no figures, and RunPod’s alone do not tell whether it is idle';

type Added = {
  readonly nowMs: number;
  readonly elapsedMs: number;
  readonly spent: number | null;
  readonly isIdle: boolean;
  readonly isUntold: boolean;
};

function addedTo(sum: SeenSum | null, { nowMs, elapsedMs, spent, isIdle, isUntold }: Added): SeenSum {
  const wasted = isIdle ? spent : 0;
  return {
    fromMs: sum?.fromMs ?? nowMs,
    untilMs: nowMs,
    seenMs: (sum?.seenMs ?? 0) + elapsedMs,
    spentDollars: plus(sum?.spentDollars ?? null, spent),
    wastedDollars: plus(sum?.wastedDollars ?? null, spent === null ? null : wasted),
    idleMs: (sum?.idleMs ?? 0) + (isIdle ? elapsedMs : 0),
    untoldMs: (sum?.untoldMs ?? 0) + (isUntold ? elapsedMs : 0),
  };
}

function plus(sum: number | null, more: number | null): number | null {
  return more === null ? sum : (sum ?? 0) + more;
}

/** A new UTC day begins with nothing, and so does a month. */
function rolledOver(seen: PodSeen, nowMs: number): PodSeen {
  const isToday = seen.today !== null && seen.today.untilMs >= dayStartMs(nowMs);
  const isThisMonth = seen.month !== null && seen.month.untilMs >= monthStartMs(nowMs);
  if (isToday && isThisMonth) return seen;
  return { ...seen, today: isToday ? seen.today : null, month: isThisMonth ? seen.month : null };
}
