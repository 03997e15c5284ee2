/** Records of a bill, in the amounts that each of its pages has. */
import type { Sum, Window } from '../../billing/sums.ts';

export type Amounts = Readonly<Record<string, number>>;

/** So much of a dollar is written. */
const perDollar = 1e8;

export function rounded(dollars: number): number {
  return Math.round(dollars * perDollar) / perDollar;
}

export function podAmounts({ gpuDollars, diskDollars }: Pick<Sum, 'gpuDollars' | 'diskDollars'>): Amounts {
  return {
    totalAmount: rounded(gpuDollars + diskDollars),
    gpuAmount: rounded(gpuDollars),
    cpuAmount: 0,
    diskAmount: rounded(diskDollars),
  };
}

export function volumeAmounts({ diskDollars }: Pick<Sum, 'diskDollars'>): Amounts {
  return {
    totalAmount: rounded(diskDollars),
    standardAmount: rounded(diskDollars),
    highPerformanceAmount: 0,
  };
}

export function allAmounts(of: {
  readonly podGpu: number;
  readonly podDisk: number;
  readonly storage: number;
}): Amounts {
  return {
    totalAmount: rounded(of.podGpu + of.podDisk + of.storage),
    podGpuAmount: rounded(of.podGpu),
    podCpuAmount: 0,
    podDiskAmount: rounded(of.podDisk),
    serverlessGpuAmount: 0,
    serverlessCpuAmount: 0,
    serverlessDiskAmount: 0,
    serverlessFeeAmount: 0,
    storageStandardAmount: rounded(of.storage),
    storageHighPerformanceAmount: 0,
    endpointAmount: 0,
    clusterGpuAmount: 0,
    clusterDiskAmount: 0,
    clusterNetworkingAmount: 0,
  };
}

/** `empty` has the amounts' names, where there is nothing to sum up. */
export function totalsOf(records: readonly Amounts[], empty: Amounts): Amounts {
  return Object.fromEntries(
    Object.keys(empty).map((name) => [
      name,
      rounded(records.reduce((sum, record) => sum + (record[name] ?? 0), 0)),
    ]),
  );
}

export function rangeOf({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) {
  return { startTime: timeText(startMs), endTime: timeText(endMs) };
}

export function queryOf(window: Window, filter: Readonly<Record<string, string | null>> = {}) {
  return { ...rangeOf(window), bucketSize: window.size, ...filter };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
