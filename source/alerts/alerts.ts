/**
 * The console's own alerts: a sign that stays becomes a line of the health stream, and so does its end.
 * What the pod's health report raises comes through the report; this is what only the console can see.
 */
import { signsOf } from '../fleet/condition.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet, PodEntry, ReportLevel } from '../fleet/fleet.ts';
import { isStale } from '../fleet/freshness.ts';
import type { Quiet } from '../fleet/quiet.ts';
import type { ConditionKind } from '../fleet/signs/sign.ts';

/** Open signs by `podId rule`. */
export type AlertState = ReadonlyMap<string, OpenSign>;

type OpenSign = {
  readonly podId: string;
  readonly podName: string;
  readonly subject: string;
  readonly sinceMs: number;
  readonly text: string;
  readonly overText: string | undefined;
  readonly level: ReportLevel;
  readonly reported: boolean;
};

type ReportEvent = Extract<FleetEvent, { kind: 'report' }>;

export const noAlerts: AlertState = new Map();

/**
 * Pure: what is there now against what was there before. An alert that is quiet is not told; one that was snoozed is told
 * once its time is over, though it was told before.
 */
export function evaluateAlerts(
  before: AlertState,
  fleet: Fleet,
  nowMs: number,
  quiet: ReadonlyMap<string, Quiet | null> = new Map(),
): { state: AlertState; events: ReportEvent[] } {
  const state = new Map<string, OpenSign>();
  const events: ReportEvent[] = [];
  for (const entry of fleet.pods.values()) openSigns(entry, { before, state, events, nowMs, quiet });
  for (const [key, sign] of before) {
    if (state.has(key) || !sign.reported) continue;
    const ending = endingOf(fleet.pods.get(sign.podId), nowMs);
    if (ending === 'not-yet') state.set(key, sign);
    if (ending === 'well')
      events.push(eventOf(key, { ...sign, level: 'ok', text: sign.overText ?? `over: ${sign.text}` }, nowMs));
  }
  return { state, events };
}

/**
 * What it means that a sign is seen no more. Only fresh figures over a live link show that a pod is well again: while it
 * is not heard, nothing has ended. A pod that has stopped or gone has nothing that could be well again.
 */
function endingOf(entry: PodEntry | undefined, nowMs: number): 'well' | 'not-yet' | 'silent' {
  if (entry === undefined) return 'silent';
  const { kind } = entry.pod.state;
  if (kind !== 'running' && kind !== 'unknown') return 'silent';
  return entry.link.kind === 'live' && !isStale(entry, nowMs) ? 'well' : 'not-yet';
}

type Evaluation = {
  readonly before: AlertState;
  readonly state: Map<string, OpenSign>;
  readonly events: ReportEvent[];
  readonly nowMs: number;
  readonly quiet: ReadonlyMap<string, Quiet | null>;
};

function openSigns(entry: PodEntry, { before, state, events, nowMs, quiet }: Evaluation): void {
  for (const { rule, sign } of signsOf(entry, nowMs)) {
    if (rule.reportAfterMs === null) continue;
    const key = `${entry.pod.id} ${rule.id}`;
    const earlier = before.get(key);
    const sinceMs = earlier?.sinceMs ?? nowMs;
    const due = nowMs - sinceMs >= rule.reportAfterMs;
    const quietKind = quiet.get(key)?.kind;
    const wasReported = earlier?.reported === true && quietKind !== 'snoozed';
    const open: OpenSign = {
      podId: entry.pod.id,
      podName: entry.pod.name,
      subject: rule.subject,
      sinceMs,
      // The evidence of the moment in which it was reported: "stale 4 s" would be news every second.
      text: earlier !== undefined && wasReported ? earlier.text : sign.text,
      overText: rule.overText,
      level: levelOf(sign.kind),
      reported: wasReported || (due && quietKind === undefined),
    };
    state.set(key, open);
    if (open.reported && !wasReported) events.push(eventOf(key, open, nowMs));
  }
}

function eventOf(key: string, sign: OpenSign, nowMs: number): ReportEvent {
  const { podId, podName, subject, text, level } = sign;
  return {
    kind: 'report',
    atMs: nowMs,
    level,
    podId,
    podName,
    subject,
    text,
    fingerprint: `${key} ${level}`,
  };
}

function levelOf(kind: ConditionKind): ReportLevel {
  if (kind === 'fail' || kind === 'warn') return kind;
  return kind === 'lost' ? 'unknown' : 'info';
}
