/** Served healths for the site's tests, each made of one that is well. */
import type { ServedCard, ServedHealth, ServedStart } from '../../../pod-agent/protocol/served-health.ts';

/** 2026-11-25, 14:32:07 UTC. */
export const podAtMs = 1_795_617_127_000;

export const gibibyte = 1024 ** 3;

export function cardOf(index: number, change: Partial<ServedCard> = {}): ServedCard {
  return {
    index,
    name: 'NVIDIA H100 80GB HBM3',
    status: 'ok',
    utilizationPercent: 91 - 7 * index,
    memoryUsedBytes: (71 - 5 * index) * gibibyte,
    memoryTotalBytes: 79.6 * gibibyte,
    temperatureCelsius: 67 - index,
    powerWatts: 642 - 20 * index,
    ...change,
  };
}

export const readyStart: ServedStart = {
  state: 'ready',
  tookMs: 4180,
  phases: [
    { id: 'settings', outcome: 'done', tookMs: 3, found: ['All settings are understood.'], fix: null },
    { id: 'tunings', outcome: 'done', tookMs: 38, found: ['3 applied', '2 not permitted'], fix: null },
    { id: 'nginx', outcome: 'done', tookMs: 212, found: ['Listens at port 80.'], fix: null },
  ],
};

export const failedStart: ServedStart = {
  state: 'failed',
  tookMs: 5230,
  phases: [
    ...readyStart.phases.slice(0, 2),
    {
      id: 'nginx',
      outcome: 'failed',
      tookMs: 5012,
      found: ['Port 80 is held by the process 212 (nginx), which this agent did not start.'],
      fix: 'End that process, or set POD_AGENT_APP_PORT to another port.',
    },
  ],
};

export const well: ServedHealth = {
  schema: 1,
  status: 'ok',
  live: true,
  summary: 'All five checks pass.',
  version: '1.4.2',
  revision: '5d10d24c1f0be3a94cbb2a1bf61ba613f01cef67',
  agentVersion: '0.1.0',
  podId: 'k7x2m9qv4zt1ab',
  bootId: '0f2b6f1e-5f5c-4e0b-9a3d-2f3f3f9f7c11',
  uptimeSeconds: 187_320,
  atMs: podAtMs,
  report: { atMs: podAtMs - 12_000, ageSeconds: 12, periodSeconds: 30 },
  gpu: { count: 2, expected: 2, cards: [cardOf(0), cardOf(1)] },
  checks: [
    check('app', 'ok', 'answers in 2 ms, warns at 1000 ms (http://127.0.0.1:80/)'),
    check('cpu', 'ok', '41.2 % of 16 cores used, warns at 90 %'),
    check('memory', 'ok', '52.7 % of 188 GiB used, warns at 85 %'),
    check('disk', 'ok', '/workspace is 61 % full, warns at 85 %'),
    check('gpu', 'ok', '2 GPUs, hottest 67 °C, warns at 85 °C'),
  ],
  alerts: [],
  start: readyStart,
};

export function check(
  id: ServedHealth['checks'][number]['id'],
  status: ServedHealth['status'],
  summary: string,
): ServedHealth['checks'][number] {
  return { id, status, summary, value: null, unit: null };
}

export const warning: ServedHealth = {
  ...well,
  status: 'warn',
  summary: 'The disk at /workspace is 88.4 % full.',
  checks: well.checks.map((each) =>
    each.id === 'disk'
      ? check('disk', 'warn', 'Space used on /workspace is 88.4 %, at or over 85 % for 60 s or longer.')
      : each,
  ),
  alerts: [
    {
      checkId: 'disk',
      severity: 'warn',
      summary: 'Space used on /workspace is 88.4 %, at or over 85 % for 60 s or longer.',
      sinceMs: podAtMs - 754_000,
      resolvedAtMs: null,
    },
    {
      checkId: 'app',
      severity: 'fail',
      summary: 'No answer within 5000 ms (http://127.0.0.1:80/).',
      sinceMs: podAtMs - 240_000,
      resolvedAtMs: podAtMs - 12_000,
    },
  ],
};

export const failing: ServedHealth = {
  ...well,
  status: 'fail',
  summary: 'GPU 5 is lost, and 7 of 8 answer.',
  gpu: {
    count: 7,
    expected: 8,
    cards: [0, 1, 2, 3, 4, 5, 6, 7].map((index) =>
      index === 5
        ? cardOf(5, {
            status: 'lost',
            utilizationPercent: null,
            memoryUsedBytes: null,
            memoryTotalBytes: null,
            temperatureCelsius: null,
            powerWatts: null,
          })
        : cardOf(index, index === 7 ? { utilizationPercent: null, powerWatts: null } : {}),
    ),
  },
  checks: [...warning.checks.slice(0, 4), check('gpu', 'fail', 'GPU 5 is lost: [GPU is lost].')],
  alerts: [
    ...warning.alerts,
    {
      checkId: 'gpu',
      severity: 'fail',
      summary: 'GPU 5 is lost: [GPU is lost].',
      sinceMs: podAtMs - 42_000,
      resolvedAtMs: null,
    },
  ],
};

export const starting: ServedHealth = {
  ...well,
  status: 'unknown',
  summary: 'The pod is starting; nothing has been checked yet.',
  uptimeSeconds: 2,
  report: null,
  gpu: { count: null, expected: 2, cards: [] },
  checks: [],
  start: { state: 'starting', tookMs: 1900, phases: readyStart.phases.slice(0, 2) },
};

export const startFailed: ServedHealth = {
  ...starting,
  status: 'fail',
  summary: 'The start failed in the phase "nginx".',
  start: failedStart,
};

/** As nginx serves it when the agent does not answer. */
export const fallback: ServedHealth = {
  ...well,
  status: 'unknown',
  live: false,
  summary: 'The agent does not answer.',
  version: null,
  revision: null,
  podId: null,
  bootId: null,
  uptimeSeconds: null,
  atMs: null,
  report: null,
  gpu: { count: null, expected: null, cards: [] },
  checks: [],
  alerts: [],
  start: null,
};
