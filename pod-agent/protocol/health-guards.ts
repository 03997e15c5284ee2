/** A guard for the health report, on the wire and in its file. */
import { list, literal, nullable, number, oneOf, optional, shape } from './guards.ts';
import type {
  AgentCost,
  HealthAlert,
  HealthCheck,
  HealthCheckId,
  HealthReport,
  HealthStatus,
} from './health-report.ts';
import { bytes, count, durationMs, name, percentOfCore, sentence, wallMs } from './quantities.ts';
import { stopSwitchGuard } from './stop-switch.ts';

const status = oneOf<HealthStatus>({ ok: true, warn: true, fail: true, unknown: true });
const checkId = oneOf<HealthCheckId>({ app: true, cpu: true, memory: true, disk: true, gpu: true });

const check = shape<HealthCheck>({
  id: checkId,
  status,
  summary: sentence,
  value: nullable(number(-1e15, 1e15)),
  unit: nullable(
    oneOf<NonNullable<HealthCheck['unit']>>({
      percent: true,
      milliseconds: true,
      celsius: true,
      count: true,
    }),
  ),
  tookMs: durationMs,
});

const alert = shape<HealthAlert>({
  fingerprint: name,
  checkId,
  severity: oneOf<HealthAlert['severity']>({ warn: true, fail: true }),
  summary: sentence,
  sinceMs: wallMs,
  resolvedAtMs: nullable(wallMs),
});

export const agentCostGuard = shape<AgentCost>({
  cpuPercent: nullable(percentOfCore),
  residentBytes: nullable(bytes),
});

export const healthReportGuard = shape<HealthReport>({
  schema: literal(1),
  atMs: wallMs,
  sequence: count,
  periodMs: durationMs,
  nextAtMs: wallMs,
  tookMs: durationMs,
  status,
  checks: list(check, 16),
  alerts: list(alert, 32),
  agent: agentCostGuard,
  stopSwitch: optional(stopSwitchGuard),
});
