/** What metrics are made from. */
import type { Answers } from '../host/host.ts';
import type { AgentCost, HealthReport } from '../protocol/health-report.ts';

export type MetricsInput = {
  /** Fresh ones, by collector. */
  readonly answers: Readonly<Record<string, Answers>>;
  /** The newest report, as it is to be read by its age; null before the first. */
  readonly report: HealthReport | null;
  readonly agent: AgentFacts;
  /** The pod's wall clock. */
  readonly nowMs: number;
};

export type AgentFacts = {
  readonly agentVersion: string;
  /** Of what is deployed; null where nobody said. */
  readonly version: string | null;
  readonly revision: string | null;
  readonly podId: string | null;
  readonly hostname: string;
  readonly cost: AgentCost;
  readonly uptimeSeconds: number;
};
