/**
 * `/health.json` as a pod serves it: what the monitor's newest report says, who says it, and how old it is. Public
 * through RunPod's proxy, so nothing in it is a secret or names one.
 */
import type { HealthAlert, HealthCheck, HealthStatus } from './health-report.ts';
import type { GpuCardStatus } from './readings.ts';
import type { StopSwitch } from './stop-switch.ts';

export type ServedHealth = {
  readonly schema: 1;
  readonly status: HealthStatus;
  /** False in the file that nginx serves when the agent does not answer: then nothing else in it is known. */
  readonly live: boolean;
  /** One line for people: what is wrong, or that all is well. */
  readonly summary: string;
  /** Of what is deployed (POD_VERSION, POD_REVISION); null where nobody said. */
  readonly version: string | null;
  readonly revision: string | null;
  readonly agentVersion: string;
  readonly podId: string | null;
  /** Changes when the container starts anew; null where it cannot be read. */
  readonly bootId: string | null;
  /** Of the agent's process, which is the container's. null in the fallback. */
  readonly uptimeSeconds: number | null;
  /** When this was answered, by the pod's clock. null in the fallback. */
  readonly atMs: number | null;
  /** null before the first report. */
  readonly report: {
    readonly atMs: number;
    readonly ageSeconds: number;
    readonly periodSeconds: number;
  } | null;
  readonly gpu: {
    /** Cards that answer; null while that is not known. */
    readonly count: number | null;
    /** RUNPOD_GPU_COUNT; null where it is not set. */
    readonly expected: number | null;
    readonly cards: readonly ServedCard[];
  };
  readonly checks: readonly Pick<HealthCheck, 'id' | 'status' | 'summary' | 'value' | 'unit'>[];
  readonly alerts: readonly Omit<HealthAlert, 'fingerprint'>[];
  /** How the pod's start went; null where the agent did not start it. */
  readonly start: ServedStart | null;
  /** Absent: the pod does not stop itself. */
  readonly stopSwitch?: StopSwitch;
};

/** Figures of the moment of the report. null is not known. */
export type ServedCard = {
  readonly index: number;
  readonly name: string | null;
  readonly status: GpuCardStatus;
  readonly utilizationPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly temperatureCelsius: number | null;
  readonly powerWatts: number | null;
};

export type ServedStart = {
  readonly state: 'starting' | 'ready' | 'failed';
  readonly tookMs: number | null;
  readonly phases: readonly ServedPhase[];
};

export type ServedPhase = {
  readonly id: string;
  readonly outcome: 'done' | 'warned' | 'failed';
  readonly tookMs: number;
  /** What it found. */
  readonly found: readonly string[];
  /** What to do about it; null where there is nothing to do. */
  readonly fix: string | null;
};
