/** Rented as the simulation begins: its image is being pulled, so it asks for patience, and then evaluates a model. */
import { serve } from './inference.ts';
import { ordinaryHardware, type Role } from './role.ts';

export const slowStart: Role = {
  id: 'slow-start',
  word: 'eval',
  firstNumber: 0,
  program: 'VLLM::EngineCor',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'h200',
      dataCenterId: 'US-GA-2',
      vcpuCount: 24,
      memoryGigabytes: 251,
      volumeGigabytes: 300,
      uptimeSeconds: 0,
    },
  ],
  beginning: 'starting',
  workload: serve,
};
