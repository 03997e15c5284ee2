/** What pods cost, in dollars per hour. */
import { gpuModels } from '../machine/gpu-models.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import type { Stretch } from '../pod/diary.ts';

const hoursPerMonth = 730;
/** Storage, in dollars per gigabyte and month: while the pod runs, while it is stopped, and on a network volume. */
const storagePrices = { running: 0.1, stopped: 0.2, network: 0.07 } as const;

/**
 * Of the whole pod while it runs; a stopped pod goes on showing it. `rate` is what was agreed on for a card. `gpuCount` is
 * what it runs with, where that is not asked of the pod itself.
 */
export function costPerHour(pod: CloudPod, rate: number | null, gpuCount = cardsOf(pod)): number {
  const { hardware } = pod.plan;
  const prices = gpuModels[hardware.gpu].dollarsPerHour;
  const perGpu = rate ?? (hardware.rental === 'spot' ? prices.spot : prices[hardware.cloud]);
  return Math.round(perGpu * gpuCount * 1000) / 1000;
}

/** What it was last started with, be that none at all. */
function cardsOf({ plan, life }: CloudPod): number {
  const { desiredStatus, run } = life();
  return desiredStatus === 'RUNNING' ? (run?.gpuCount ?? plan.hardware.gpuCount) : plan.hardware.gpuCount;
}

/** The container's disk is there while the pod runs, and the volume always; a network volume has a bill of its own. */
export function diskCostPerHour(stretch: Omit<Stretch, 'fromMs' | 'untilMs'>, isNetworked: boolean): number {
  const volumeGigabytes = isNetworked ? 0 : stretch.volumeGigabytes;
  const dollars = stretch.isRunning
    ? (stretch.containerDiskGigabytes + volumeGigabytes) * storagePrices.running
    : volumeGigabytes * storagePrices.stopped;
  return dollars / hoursPerMonth;
}

export function volumeCostPerHour(gigabytes: number): number {
  return (gigabytes * storagePrices.network) / hoursPerMonth;
}
