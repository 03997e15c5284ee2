/** Rendering at full load in a warm room: the cards heat up until the driver takes their clocks down. */
import { wander } from '../chance.ts';
import { restingWorkload } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';

export const thermal: Role = {
  id: 'thermal',
  word: 'render',
  firstNumber: 2,
  program: 'blender',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'rtx4090',
      gpuCount: 2,
      dataCenterId: 'EU-CZ-1',
      cloud: 'community',
      vcpuCount: 24,
      memoryGigabytes: 125,
      volumeGigabytes: 100,
      driver: '565.77',
      image: 'runpod/blender:4.2-cuda12',
    },
  ],
  beginning: 'running',
  workload: ({ second, seed }) => ({
    ...restingWorkload,
    cpuShare: 0.31 + 0.1 * wander(seed, 5, { second, periodSeconds: 30 }),
    memoryShare: 0.38,
    volumeShare: 0.52,
    writtenBytesPerSecond: 6e6,
    sentBytesPerSecond: 2e6,
    gpu: {
      ...restingWorkload.gpu,
      share: () => 0.98 + 0.02 * wander(seed, 6, { second, periodSeconds: 4 }),
      memoryShare: () => 0.72,
      addedCelsius: 17 + 8 * wander(seed, 7, { second, periodSeconds: 60 }),
    },
  }),
};
