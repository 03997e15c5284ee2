/** The border: the body of /health.json, which may be anything, becomes a checked value or a reason why not. Pure. */
import {
  boolean,
  list,
  literal,
  nullable,
  number,
  oneOf,
  optional,
  shape,
  type Trace,
} from '../protocol/guards.ts';
import type { HealthAlert, HealthCheckId, HealthStatus } from '../protocol/health-report.ts';
import {
  bytes,
  celsius,
  count,
  deviceIndex,
  durationMs,
  name,
  percent,
  sentence,
  uptimeSeconds,
  wallMs,
  watts,
} from '../protocol/quantities.ts';
import type { GpuCardStatus } from '../protocol/readings.ts';
import type { ServedCard, ServedHealth, ServedPhase, ServedStart } from '../protocol/served-health.ts';
import { stopSwitchGuard } from '../protocol/stop-switch.ts';

export type Answer =
  | { readonly kind: 'live'; readonly health: ServedHealth }
  /** nginx answered in the agent's place. */
  | { readonly kind: 'fallback' }
  | { readonly kind: 'not-understood'; readonly reason: string }
  | { readonly kind: 'no-answer'; readonly reason: string };

/** Longer than any answer of a pod with all its lists full. */
export const longestBody = 1_000_000;

/** Never throws. What is not exactly a served health is `not-understood`, so that it can never be shown as green. */
export function readHealth(body: string): Answer {
  if (body.length > longestBody) return notUnderstood(`it is longer than ${longestBody} characters`);
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return notUnderstood('it is no JSON object');
  if ('live' in value && value.live === false) return { kind: 'fallback' };
  const trace: Trace = { path: [], dropped: [], misfits: [] };
  const health = servedHealth(value, trace);
  if (health !== undefined) return { kind: 'live', health };
  return notUnderstood(`${trace.misfits.at(-1) ?? 'a field'} is missing or out of range`);
}

function notUnderstood(reason: string): Answer {
  return { kind: 'not-understood', reason };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const status = oneOf<HealthStatus>({ ok: true, warn: true, fail: true, unknown: true });
const checkId = oneOf<HealthCheckId>({ app: true, cpu: true, memory: true, disk: true, gpu: true });
const seconds = number(0, 1e9);

const card = shape<ServedCard>({
  index: deviceIndex,
  name: nullable(name),
  status: oneOf<GpuCardStatus>({ ok: true, lost: true, 'requires-reset': true, error: true }),
  utilizationPercent: nullable(percent),
  memoryUsedBytes: nullable(bytes),
  memoryTotalBytes: nullable(bytes),
  temperatureCelsius: nullable(celsius),
  powerWatts: nullable(watts),
});

const phase = shape<ServedPhase>({
  id: name,
  outcome: oneOf<ServedPhase['outcome']>({ done: true, warned: true, failed: true }),
  tookMs: durationMs,
  found: list(sentence, 64),
  fix: nullable(sentence),
});

const servedHealth = shape<ServedHealth>({
  schema: literal(1),
  status,
  live: boolean,
  summary: sentence,
  version: nullable(name),
  revision: nullable(name),
  agentVersion: name,
  podId: nullable(name),
  bootId: nullable(name),
  uptimeSeconds: nullable(uptimeSeconds),
  atMs: nullable(wallMs),
  report: nullable(
    shape<NonNullable<ServedHealth['report']>>({ atMs: wallMs, ageSeconds: seconds, periodSeconds: seconds }),
  ),
  gpu: shape<ServedHealth['gpu']>({
    count: nullable(count),
    expected: nullable(count),
    cards: list(card, 64),
  }),
  checks: list(
    shape<ServedHealth['checks'][number]>({
      id: checkId,
      status,
      summary: sentence,
      value: nullable(number(-1e15, 1e15)),
      unit: nullable(oneOf({ percent: true, milliseconds: true, celsius: true, count: true } as const)),
    }),
    16,
  ),
  alerts: list(
    shape<ServedHealth['alerts'][number]>({
      checkId,
      severity: oneOf<HealthAlert['severity']>({ warn: true, fail: true }),
      summary: sentence,
      sinceMs: wallMs,
      resolvedAtMs: nullable(wallMs),
    }),
    32,
  ),
  start: nullable(
    shape<ServedStart>({
      state: oneOf<ServedStart['state']>({ starting: true, ready: true, failed: true }),
      tookMs: nullable(durationMs),
      phases: list(phase, 64),
    }),
  ),
  stopSwitch: optional(stopSwitchGuard),
});
