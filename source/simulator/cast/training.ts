/** A training run on every card of the machine: steps close to full use, a dip every few minutes while a checkpoint is written. */
import { wander } from '../chance.ts';
import { placeInCycle, restingWorkload, type Workload, type WorkloadMoment } from '../machine/workload.ts';
import { day, ordinaryHardware, type Role } from './role.ts';

const checkpointEverySeconds = 240;
const checkpointSeconds = 9;

export const training: Role = {
  id: 'training',
  word: 'train',
  firstNumber: 0,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'h100',
      gpuCount: 8,
      dataCenterId: 'US-TX-3',
      vcpuCount: 192,
      memoryGigabytes: 1510,
      containerDiskGigabytes: 200,
      volumeGigabytes: 4000,
      volume: 'network',
      uptimeSeconds: 6 * day + 2917,
    },
    {
      ...ordinaryHardware,
      gpu: 'a100',
      gpuCount: 8,
      vcpuCount: 128,
      memoryGigabytes: 1000,
      volumeGigabytes: 2000,
    },
    {
      ...ordinaryHardware,
      gpu: 'h200',
      gpuCount: 4,
      dataCenterId: 'US-GA-2',
      vcpuCount: 96,
      memoryGigabytes: 1004,
    },
    {
      ...ordinaryHardware,
      gpu: 'h100',
      gpuCount: 2,
      dataCenterId: 'EUR-IS-1',
      vcpuCount: 40,
      memoryGigabytes: 376,
    },
    {
      ...ordinaryHardware,
      gpu: 'a100',
      gpuCount: 4,
      dataCenterId: 'EU-RO-1',
      vcpuCount: 64,
      memoryGigabytes: 468,
    },
  ],
  beginning: 'running',
  workload: train,
};

/** Also the ordinary day of pods in which something else then goes wrong. */
export function train({ second, seed }: WorkloadMoment): Workload {
  const writing =
    placeInCycle(second + (seed % checkpointEverySeconds), checkpointEverySeconds) < checkpointSeconds;
  const pace = wander(seed, 1, { second, periodSeconds: 45 });
  return {
    ...restingWorkload,
    cpuShare: writing ? 0.22 : 0.36 + 0.14 * pace,
    memoryShare: 0.44 + 0.03 * wander(seed, 2, { second, periodSeconds: 300 }),
    cacheShare: 0.3,
    rootDiskShare: 0.46,
    volumeShare: 0.63,
    readBytesPerSecond: writing ? 2e6 : 310e6 + 190e6 * pace,
    writtenBytesPerSecond: writing ? 1.9e9 : 1.2e6,
    receivedBytesPerSecond: 22e6 + 30e6 * pace,
    sentBytesPerSecond: 1.1e6,
    gpu: {
      ...restingWorkload.gpu,
      share: (card) => {
        const own = wander(seed, 10 + card, { second, periodSeconds: 7 });
        return writing ? 0.02 + 0.06 * own : 0.93 + 0.07 * own;
      },
      memoryShare: (card) => 0.88 + 0.004 * (card % 4),
    },
  };
}
