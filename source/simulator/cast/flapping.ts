/** A machine behind a poor line: SSH breaks off every half minute or so and is refused for a few seconds. */
import { placeInCycle } from '../machine/workload.ts';
import { serve } from './inference.ts';
import { ordinaryHardware, type Role } from './role.ts';

const cycleSeconds = 38;
const reachableSeconds = 30;

export const flapping: Role = {
  id: 'flapping',
  word: 'lab',
  firstNumber: 7,
  program: 'VLLM::EngineCor',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'rtx4090',
      dataCenterId: 'AP-JP-1',
      cloud: 'community',
      vcpuCount: 12,
      memoryGigabytes: 62,
      volumeGigabytes: 60,
      driver: '550.127.05',
    },
  ],
  beginning: 'running',
  workload: (moment) => ({
    ...serve(moment),
    sshReachable: placeInCycle(moment.second, cycleSeconds) < reachableSeconds,
  }),
};
