/** Fine-tuning that keeps every checkpoint, so the volume fills until somebody clears it; this one runs on AMD cards. */
import { placeInCycle } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';
import { train } from './training.ts';

const cycleSeconds = 1200;

export const diskFilling: Role = {
  id: 'disk-filling',
  word: 'sft',
  firstNumber: 0,
  program: 'python3',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'mi300x',
      gpuCount: 1,
      dataCenterId: 'EUR-IS-1',
      vcpuCount: 24,
      memoryGigabytes: 283,
      containerDiskGigabytes: 80,
      volumeGigabytes: 500,
      driver: '6.10.5',
      image: 'rocm/pytorch:rocm6.3_ubuntu22.04_py3.10',
    },
  ],
  beginning: 'running',
  workload: (moment) => {
    const place = placeInCycle(moment.second, cycleSeconds) / cycleSeconds;
    return {
      ...train(moment),
      volumeShare: 0.88 + 0.119 * Math.min(1, place * 2),
      writtenBytesPerSecond: 96e6,
      readBytesPerSecond: 40e6,
    };
  },
};
