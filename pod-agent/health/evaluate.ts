/**
 * From one look to a report: every judge is asked, its signals are followed over time, and alerts are raised and resolved.
 *
 * Used by the monitor and the stream in the pod, and by the console for pods without the agent. There the application
 * cannot be asked: hand in `{kind: 'not-checked'}`, and the check is listed as unknown and left out of the overall status.
 */
import type {
  AgentCost,
  HealthAlert,
  HealthCheck,
  HealthReport,
  HealthStatus,
} from '../protocol/health-report.ts';
import type { Readings } from '../protocol/readings.ts';
import { judges } from './index.ts';
import type { AppCheck, Judge, Observation } from './judge.ts';
import type { Thresholds } from './thresholds.ts';
import { followSignal, type Track } from './track.ts';

/** What is remembered from one report to the next: tracks by fingerprint, within each check. */
export type HealthState = Readonly<Partial<Record<Judge['id'], ReadonlyMap<string, Track>>>>;

export type HealthInput = {
  readonly state: HealthState;
  readonly readings: Readings;
  readonly app: AppCheck;
  readonly thresholds: Thresholds;
  /** Wall clock of the pod. */
  readonly atMs: number;
  readonly sequence: number;
  readonly periodMs: number;
  /** How long it took to gather what is judged. */
  readonly tookMs?: number;
  readonly agent?: AgentCost;
};

export function createHealthState(): HealthState {
  return {};
}

/** Pure: the same input gives the same report. */
export function judgeHealth(input: HealthInput): {
  readonly state: HealthState;
  readonly report: HealthReport;
} {
  const judged = judges.map((judge) => judgeOne(judge, input));
  const { atMs, sequence, periodMs } = input;
  return {
    state: Object.fromEntries(judged.map((one) => [one.check.id, one.tracks])),
    report: {
      schema: 1,
      atMs,
      sequence,
      periodMs,
      nextAtMs: atMs + periodMs,
      tookMs: input.tookMs ?? 0,
      status: worstStatus(judged.filter((one) => one.counts).map((one) => one.check.status)),
      checks: judged.map((one) => one.check),
      // A report holds a limited number of them: what matters most comes first.
      alerts: judged.flatMap((one) => one.alerts).sort((a, b) => urgency(a) - urgency(b)),
      agent: input.agent ?? { cpuPercent: null, residentBytes: null },
    },
  };
}

/**
 * fail before warn before unknown before ok. Known trouble is not hidden by what is not known, and what is not known
 * never passes for ok. Of nothing at all, nothing is known.
 */
export function worstStatus(statuses: readonly HealthStatus[]): HealthStatus {
  const order = ['fail', 'warn', 'unknown', 'ok'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}

function urgency({ severity, resolvedAtMs }: HealthAlert): number {
  if (resolvedAtMs !== null) return 1;
  return severity === 'fail' ? 0 : 2;
}

type Judged = {
  readonly check: HealthCheck;
  readonly tracks: ReadonlyMap<string, Track>;
  readonly alerts: readonly HealthAlert[];
  /** Whether the check has a say in the overall status. */
  readonly counts: boolean;
};

function judgeOne(judge: Judge, input: HealthInput): Judged {
  const before = input.state[judge.id] ?? new Map<string, Track>();
  const observation = judge.observe(input);
  const tracks = followSignals(observation, before, input.atMs);
  const open = [...tracks.values()].filter((track) => track.degree !== 'ok');
  const base = observation.kind === 'observed' && observation.known ? 'ok' : 'unknown';
  const status = worstStatus([base, ...open.map((track) => track.degree)]);
  return {
    check: {
      id: judge.id,
      status,
      summary: open.find((track) => track.degree === status)?.summary ?? summaryOf(observation),
      value: observation.kind === 'observed' ? observation.value : null,
      unit: observation.kind === 'observed' ? observation.unit : null,
      tookMs: observation.kind === 'observed' ? (observation.tookMs ?? 0) : 0,
    },
    tracks,
    alerts: alertsOf({ checkId: judge.id, tracks, before, atMs: input.atMs }),
    counts: observation.kind !== 'not-checked',
  };
}

function summaryOf(observation: Observation): string {
  return observation.kind === 'observed' ? observation.summary : observation.reason;
}

function followSignals(
  observation: Observation,
  before: ReadonlyMap<string, Track>,
  atMs: number,
): ReadonlyMap<string, Track> {
  // No answer is no news: what was raised has not been seen to end.
  if (observation.kind === 'unanswered')
    return new Map([...before].map(([key, track]) => [key, interrupted(track)]));
  if (observation.kind === 'not-checked') return new Map();
  return new Map(
    observation.signals.map((signal) => [
      signal.fingerprint,
      followSignal(signal, before.get(signal.fingerprint) ?? null, atMs),
    ]),
  );
}

/** What was on its way to being raised has to start over: nobody saw whether it lasted. */
function interrupted(track: Track): Track {
  return track.degree === 'ok' ? { ...track, warnSinceMs: null, failSinceMs: null } : track;
}

function alertsOf(about: {
  readonly checkId: Judge['id'];
  readonly tracks: ReadonlyMap<string, Track>;
  readonly before: ReadonlyMap<string, Track>;
  readonly atMs: number;
}): readonly HealthAlert[] {
  const { checkId, tracks, before, atMs } = about;
  const alerts: HealthAlert[] = [];
  for (const [fingerprint, { degree, summary, raisedAtMs }] of tracks) {
    if (degree === 'ok') continue;
    alerts.push({
      fingerprint,
      checkId,
      severity: degree,
      summary,
      sinceMs: raisedAtMs ?? atMs,
      resolvedAtMs: null,
    });
  }
  for (const [fingerprint, { degree, summary, raisedAtMs }] of before) {
    if (degree === 'ok' || (tracks.get(fingerprint)?.degree ?? 'ok') !== 'ok') continue;
    alerts.push({
      fingerprint,
      checkId,
      severity: degree,
      summary,
      sinceMs: raisedAtMs ?? atMs,
      resolvedAtMs: atMs,
    });
  }
  return alerts;
}
