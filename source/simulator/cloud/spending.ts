/** What everything that is there costs in an hour, as it stands. */
import type { CloudPod } from '../pod/cloud-pod.ts';
import type { PodView } from './pod-fields.ts';
import { costPerHour, diskCostPerHour, volumeCostPerHour } from './prices.ts';

/** Dollars an hour, as GraphQL names them. */
export type Spending = {
  readonly gpuComputePerHour: number;
  readonly localStoragePerHour: number;
  readonly networkStoragePerHour: number;
};

/** `pods`: those that have not been terminated. */
export function spendingOf(pods: readonly CloudPod[], view: PodView): Spending {
  const running = pods.filter((pod) => pod.life().desiredStatus === 'RUNNING');
  return {
    gpuComputePerHour: sum(running.map((pod) => costPerHour(pod, view.rateOf(pod.plan.id)))),
    localStoragePerHour: sum(pods.map(diskRateOf)),
    networkStoragePerHour: sum(view.volumes.list().map(({ size }) => volumeCostPerHour(size))),
  };
}

export function perHourOf(spending: Spending): number {
  return spending.gpuComputePerHour + spending.localStoragePerHour + spending.networkStoragePerHour;
}

function diskRateOf({ plan, diary }: CloudPod): number {
  const now = diary.stretches().at(-1);
  return now === undefined ? 0 : diskCostPerHour(now, plan.networkVolumeId !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
