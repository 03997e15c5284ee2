/** Every test of a benchmark, in the order in which they run. */
import { appPerformance } from './app-performance.ts';
import { concurrentLoad } from './concurrent-load.ts';
import { healthResponse } from './health-response.ts';
import type { Measure } from './measure.ts';
import { networkThroughput } from './network-throughput.ts';
import { resourceUse } from './resource-use.ts';
import { staticAssets } from './static-assets.ts';

export const measures: readonly Measure[] = [
  healthResponse,
  appPerformance,
  staticAssets,
  concurrentLoad,
  resourceUse,
  networkThroughput,
];
