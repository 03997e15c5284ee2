/** Stopped by its user; it still pays for its volume, and trains again when it is started. */
import { ordinaryHardware, type Role } from './role.ts';
import { train } from './training.ts';

export const stopped: Role = {
  id: 'stopped',
  word: 'batch',
  firstNumber: 1,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'a100',
      gpuCount: 2,
      vcpuCount: 32,
      memoryGigabytes: 250,
      volumeGigabytes: 750,
    },
  ],
  beginning: 'stopped',
  workload: train,
};
