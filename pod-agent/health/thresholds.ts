/** The figures health is judged by. Defaults are for a rented pod that is meant to be busy: full use is no trouble, staying there is. */

/** A level is entered at `raise` (after `forMs` without a break) and left only below `clear`, so that noise about it is one alert. */
export type Level = { readonly raise: number; readonly clear: number };

export type Threshold = {
  readonly warn: Level;
  readonly fail: Level;
  /** How long the value must stay at or above `raise` before it counts. 0: at once. */
  readonly forMs: number;
};

export type Thresholds = {
  /** Share of the CPU limit in use. Five minutes, because training and image pulls rightly reach 100 % for a while. */
  readonly cpuPercent: Threshold;
  /** Working set as a share of the limit: at 100 % the kernel begins to kill. */
  readonly memoryPercent: Threshold;
  /** Space, and likewise inodes, of each mounted filesystem. */
  readonly diskPercent: Threshold;
  /** Of the hottest card. Most data-centre cards slow down at 83 to 90 °C and cut off a few degrees above. */
  readonly gpuCelsius: Threshold;
  /** From request to last byte of the application's own health page. */
  readonly appLatencyMs: Threshold;
};

export const defaultThresholds: Thresholds = {
  cpuPercent: { warn: { raise: 90, clear: 80 }, fail: { raise: 97, clear: 92 }, forMs: 300_000 },
  memoryPercent: { warn: { raise: 85, clear: 80 }, fail: { raise: 95, clear: 91 }, forMs: 60_000 },
  diskPercent: { warn: { raise: 85, clear: 82 }, fail: { raise: 95, clear: 93 }, forMs: 60_000 },
  gpuCelsius: { warn: { raise: 85, clear: 80 }, fail: { raise: 92, clear: 87 }, forMs: 60_000 },
  appLatencyMs: { warn: { raise: 1000, clear: 700 }, fail: { raise: 5000, clear: 3000 }, forMs: 60_000 },
};

/** The same thresholds for a single look, where nothing can be watched for a while: what is above now counts now. */
export function withoutWaiting(thresholds: Thresholds): Thresholds {
  return {
    cpuPercent: { ...thresholds.cpuPercent, forMs: 0 },
    memoryPercent: { ...thresholds.memoryPercent, forMs: 0 },
    diskPercent: { ...thresholds.diskPercent, forMs: 0 },
    gpuCelsius: { ...thresholds.gpuCelsius, forMs: 0 },
    appLatencyMs: { ...thresholds.appLatencyMs, forMs: 0 },
  };
}
