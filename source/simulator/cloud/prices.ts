/** What pods cost, in dollars per hour. */
import { gpuModels } from '../machine/gpu-models.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';

const hoursPerMonth = 730;
/** Storage, in dollars per gigabyte and month: while the pod runs, while it is stopped, and on a network volume. */
const storagePrices = { running: 0.1, stopped: 0.2, network: 0.07 } as const;

/** Of the whole pod while it runs; a stopped pod goes on showing it. `rate` is what was agreed on for a card. */
export function costPerHour({ plan }: CloudPod, rate: number | null): number {
  const { hardware } = plan;
  const prices = gpuModels[hardware.gpu].dollarsPerHour;
  const perGpu = rate ?? (hardware.rental === 'spot' ? prices.spot : prices[hardware.cloud]);
  return Math.round(perGpu * hardware.gpuCount * 1000) / 1000;
}

export function storageCostPerHour({ plan, life }: CloudPod): {
  readonly local: number;
  readonly network: number;
} {
  const { hardware } = plan;
  if (hardware.volume === 'network')
    return { local: 0, network: (hardware.volumeGigabytes * storagePrices.network) / hoursPerMonth };
  const price = life().desiredStatus === 'RUNNING' ? storagePrices.running : storagePrices.stopped;
  return { local: (hardware.volumeGigabytes * price) / hoursPerMonth, network: 0 };
}
