/** A spot pod that somebody has outbid: only a bid starts it again. */
import { ordinaryHardware, type Role } from './role.ts';
import { train } from './training.ts';

export const outbid: Role = {
  id: 'outbid',
  word: 'spot',
  firstNumber: 0,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'h100',
      gpuCount: 2,
      dataCenterId: 'US-TX-3',
      rental: 'spot',
      vcpuCount: 40,
      memoryGigabytes: 376,
      volumeGigabytes: 400,
    },
  ],
  beginning: 'outbid',
  workload: train,
};
