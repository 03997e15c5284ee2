/** A data job that leaks: its memory climbs to the limit, the kernel kills it, it is started again, and so on. */
import { placeInCycle, restingWorkload, type Workload, type WorkloadMoment } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';

const cycleSeconds = 180;

export const memoryClimb: Role = {
  id: 'memory-climb',
  word: 'etl',
  firstNumber: 0,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'a6000',
      dataCenterId: 'EU-SE-1',
      vcpuCount: 9,
      memoryGigabytes: 50,
      volumeGigabytes: 150,
      driver: '525.147.05',
    },
  ],
  beginning: 'running',
  workload: climb,
};

/** The first climb begins half way up, so that it ends within a minute and a half. */
function climb({ second }: WorkloadMoment): Workload {
  const shifted = second + cycleSeconds / 2;
  const place = placeInCycle(shifted, cycleSeconds) / cycleSeconds;
  const memoryShare = 0.28 + 0.72 * place;
  return {
    ...restingWorkload,
    cpuShare: 0.72,
    throttledShare: 0.05,
    memoryShare,
    cacheShare: Math.max(0, Math.min(0.2, 0.97 - memoryShare)),
    oomKills: Math.max(0, Math.floor(shifted / cycleSeconds)),
    readBytesPerSecond: 85e6,
    writtenBytesPerSecond: 14e6,
    gpu: { ...restingWorkload.gpu, share: () => 0.35 + 0.2 * place, memoryShare: () => 0.48 },
  };
}
