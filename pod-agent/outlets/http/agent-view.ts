/** What the agent knows in the moment of a request. */
import type { SampleFrame } from '../../protocol/frames.ts';
import type { HealthReport } from '../../protocol/health-report.ts';
import type { ServedStart } from '../../protocol/served-health.ts';

export type AgentView = {
  /** The monitor's newest; null before the first. */
  readonly report: HealthReport | null;
  /** What that report was made from. */
  readonly sample: SampleFrame | null;
  /** null where the agent did not start the pod. */
  readonly start: ServedStart | null;
  readonly identity: ServedIdentity;
  readonly uptimeSeconds: number;
};

export type ServedIdentity = {
  /** Of what is deployed; null where nobody said. */
  readonly version: string | null;
  readonly revision: string | null;
  readonly agentVersion: string;
  readonly podId: string | null;
  readonly bootId: string | null;
};
