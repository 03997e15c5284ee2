/** What was and is charged, each with its time: out of what pods and volumes have lived through. */
import { costPerHour, diskCostPerHour, volumeCostPerHour } from '../cloud/prices.ts';
import type { Volumes } from '../cloud/volumes.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';

const hourMs = 3_600_000;

/** Spread evenly over its time. */
export type Charge = {
  readonly what: 'pod' | 'network-volume';
  readonly id: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly gpuDollars: number;
  /** Of a volume, all that it costs. */
  readonly diskDollars: number;
};

/** `rate`: dollars per card and hour as agreed on; null: the usual price. */
export function podCharges(pod: CloudPod, rate: number | null, nowMs: number): readonly Charge[] {
  const { id } = pod.plan;
  return pod.diary.stretches().flatMap((stretch): readonly Charge[] => {
    const { fromMs } = stretch;
    const untilMs = Math.min(stretch.untilMs ?? nowMs, nowMs);
    if (untilMs <= fromMs) return [];
    const hours = (untilMs - fromMs) / hourMs;
    const gpuDollars = stretch.isRunning ? costPerHour(pod, rate, stretch.gpuCount) * hours : 0;
    const diskDollars = diskCostPerHour(stretch, pod.plan.networkVolumeId !== null) * hours;
    return [{ what: 'pod', id, fromMs, untilMs, gpuDollars, diskDollars }];
  });
}

export function volumeCharges(volumes: Volumes, nowMs: number): readonly Charge[] {
  return [...volumes.stretches()].flatMap(([id, stretches]) =>
    stretches.flatMap(({ fromMs, untilMs: endMs, gigabytes }): readonly Charge[] => {
      const untilMs = Math.min(endMs ?? nowMs, nowMs);
      if (untilMs <= fromMs) return [];
      const diskDollars = (volumeCostPerHour(gigabytes) * (untilMs - fromMs)) / hourMs;
      return [{ what: 'network-volume', id, fromMs, untilMs, gpuDollars: 0, diskDollars }];
    }),
  );
}

/** The part of a charge that falls into a time, from 0 to 1. */
export function shareIn({ fromMs, untilMs }: Charge, startMs: number, endMs: number): number {
  const overlapMs = Math.min(untilMs, endMs) - Math.max(fromMs, startMs);
  return overlapMs <= 0 ? 0 : overlapMs / (untilMs - fromMs);
}
