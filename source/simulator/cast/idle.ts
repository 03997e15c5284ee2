/** A notebook somebody has forgotten: nothing runs, and it is paid for by the hour. */
import { wander } from '../chance.ts';
import { restingWorkload } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';

export const idle: Role = {
  id: 'idle',
  word: 'dev',
  firstNumber: 3,
  program: 'jupyter-lab',
  hardware: [
    { ...ordinaryHardware, gpu: 'a100', cgroup: 1, driver: '550.127.05' },
    {
      ...ordinaryHardware,
      gpu: 'a6000',
      dataCenterId: 'EU-SE-1',
      vcpuCount: 9,
      memoryGigabytes: 50,
      cgroup: 1,
    },
    {
      ...ordinaryHardware,
      gpu: 'rtx4090',
      dataCenterId: 'EU-CZ-1',
      cloud: 'community',
      vcpuCount: 12,
      memoryGigabytes: 62,
    },
  ],
  beginning: 'running',
  workload: ({ second, seed }) => ({
    ...restingWorkload,
    cpuShare: 0.004 + 0.012 * wander(seed, 4, { second, periodSeconds: 20 }),
    gpu: { ...restingWorkload.gpu, memoryShare: () => 0.17 },
  }),
};
