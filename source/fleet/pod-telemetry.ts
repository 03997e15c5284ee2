/** What RunPod's API says of a pod's load: seldom, with a delay, and never one with the figures of the pod's own agent. */
import { shortDuration } from './duration.ts';

/**
 * One reading; percentages are 0 to 100, and null is what was not told.
 *
 * `runpod-telemetry`: what RunPod gathers of the pod now and then, with a time (GraphQL's `latestTelemetry`).
 * `runpod-runtime`: what the pod's host says beside its ports and uptime, on both wires, with no time.
 */
export type PodTelemetry = {
  readonly source: 'runpod-telemetry' | 'runpod-runtime';
  /** When it was measured, by RunPod's clock; null: RunPod does not say. */
  readonly measuredAtMs: number | null;
  /** When the API told it. */
  readonly toldAtMs: number;
  /** Means over the cards. */
  readonly gpuPercent: number | null;
  readonly gpuMemoryPercent: number | null;
  readonly temperatureCelsius: number | null;
  readonly cardPowerWatts: number | null;
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  /** RunPod's word for the container, e.g. "running", "exited": it may have ended while the pod still counts as running. */
  readonly containerState: string | null;
};

/** RunPod renews its telemetry about twice a minute, and is asked for it once a minute where it is filled in. */
const oldAfterMs = 180_000;

/** Age of the measurement; null where RunPod does not say when that was. */
export function telemetryAgeMs({ measuredAtMs }: PodTelemetry, nowMs: number): number | null {
  return measuredAtMs === null ? null : Math.max(0, nowMs - measuredAtMs);
}

export function isTelemetryOld(telemetry: PodTelemetry, nowMs: number): boolean {
  return nowMs - (telemetry.measuredAtMs ?? telemetry.toldAtMs) > oldAfterMs;
}

/** "by RunPod, 42s ago"; an old reading, and one without a time, say so. */
export function telemetryAgeText(telemetry: PodTelemetry, nowMs: number): string {
  const ageMs = telemetryAgeMs(telemetry, nowMs);
  if (ageMs === null) {
    const told = shortDuration(nowMs - telemetry.toldAtMs);
    return `by RunPod, told ${told} ago, time of measurement unknown`;
  }
  const text = `by RunPod, ${shortDuration(ageMs)} ago`;
  return isTelemetryOld(telemetry, nowMs) ? `${text}: too old for how it is now` : text;
}

/**
 * Of two readings the one that says more about now, whole: what has a time and is not old before what has none, and what
 * has none before what is old. Readings are not mixed, since one age stands for all figures of a reading.
 */
export function betterTelemetry(one: PodTelemetry | null, other: PodTelemetry | null): PodTelemetry | null {
  if (one === null || other === null) return one ?? other;
  const nowMs = Math.max(one.toldAtMs, other.toldAtMs);
  const difference = worth(one, nowMs) - worth(other, nowMs);
  if (difference !== 0) return difference > 0 ? one : other;
  return atMs(other) > atMs(one) ? other : one;
}

function worth(telemetry: PodTelemetry, nowMs: number): number {
  if (isTelemetryOld(telemetry, nowMs)) return 0;
  if (telemetry.measuredAtMs !== null) return 3;
  return telemetry.source === 'runpod-runtime' ? 2 : 1;
}

function atMs({ measuredAtMs, toldAtMs }: PodTelemetry): number {
  return measuredAtMs ?? toldAtMs;
}
