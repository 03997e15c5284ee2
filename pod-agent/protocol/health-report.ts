/** The health report: what the monitor writes to /tmp/health-report.json and the stream sends on. */
import type { StopSwitch } from './stop-switch.ts';

export type HealthStatus = 'ok' | 'warn' | 'fail' | 'unknown';

export type HealthCheckId = 'app' | 'cpu' | 'memory' | 'disk' | 'gpu';

export type HealthCheck = {
  readonly id: HealthCheckId;
  readonly status: HealthStatus;
  /** One line for people, with the measured value and the threshold it was held against. */
  readonly summary: string;
  readonly value: number | null;
  readonly unit: 'percent' | 'milliseconds' | 'celsius' | 'count' | null;
  readonly tookMs: number;
};

export type HealthAlert = {
  /** Stable over repeats: the same trouble has the same fingerprint. */
  readonly fingerprint: string;
  readonly checkId: HealthCheckId;
  readonly severity: 'warn' | 'fail';
  readonly summary: string;
  readonly sinceMs: number;
  /** Set for one report after the trouble has gone. */
  readonly resolvedAtMs: number | null;
};

export type HealthReport = {
  readonly schema: 1;
  /** Wall clock of the pod. */
  readonly atMs: number;
  readonly sequence: number;
  readonly periodMs: number;
  readonly nextAtMs: number;
  readonly tookMs: number;
  readonly status: HealthStatus;
  readonly checks: readonly HealthCheck[];
  readonly alerts: readonly HealthAlert[];
  readonly agent: AgentCost;
  /** Absent: the pod does not stop itself, or its agent is older. */
  readonly stopSwitch?: StopSwitch;
};

/** What the agent itself costs, so that nobody has to guess. */
export type AgentCost = {
  /** Of one core, agent and its children. null until two readings are there. */
  readonly cpuPercent: number | null;
  readonly residentBytes: number | null;
};
