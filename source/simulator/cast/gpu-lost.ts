/** Training until one card falls off the bus. The other cards then wait for it: busy by the clock, cold by the meter. */
import type { Workload, WorkloadMoment } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';
import { train } from './training.ts';

const lostAtSecond = 45;
const lostCard = 2;

export const gpuLost: Role = {
  id: 'gpu-lost',
  word: 'train',
  firstNumber: 4,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'a100',
      gpuCount: 4,
      dataCenterId: 'CA-MTL-1',
      vcpuCount: 64,
      memoryGigabytes: 468,
      volumeGigabytes: 1000,
      driver: '590.48.01',
    },
  ],
  beginning: 'running',
  workload: trainUntilLost,
};

function trainUntilLost(moment: WorkloadMoment): Workload {
  const ordinary = train(moment);
  if (moment.second < lostAtSecond) return ordinary;
  return {
    ...ordinary,
    cpuShare: 0.06,
    readBytesPerSecond: 0,
    writtenBytesPerSecond: 20_000,
    receivedBytesPerSecond: 4000,
    sentBytesPerSecond: 4000,
    gpu: {
      ...ordinary.gpu,
      share: () => 1,
      waiting: true,
      lostCard: Math.min(lostCard, moment.gpuCount - 1),
    },
  };
}
