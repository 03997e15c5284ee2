/** An inference server under waves of requests, with a small peak riding on each. */
import { wander } from '../chance.ts';
import { restingWorkload, type Workload, type WorkloadMoment } from '../machine/workload.ts';
import { ordinaryHardware, type Role } from './role.ts';

const waveSeconds = 150;
const vllm = 'vllm/vllm-openai:v0.11.2';

export const inference: Role = {
  id: 'inference',
  word: 'infer',
  firstNumber: 0,
  program: 'VLLM::EngineCor',
  hardware: [
    {
      ...ordinaryHardware,
      gpu: 'l40s',
      gpuCount: 2,
      dataCenterId: 'EU-RO-1',
      vcpuCount: 32,
      memoryGigabytes: 188,
      image: vllm,
    },
    {
      ...ordinaryHardware,
      gpu: 'l40s',
      dataCenterId: 'US-GA-2',
      vcpuCount: 16,
      memoryGigabytes: 94,
      image: vllm,
    },
    {
      ...ordinaryHardware,
      gpu: 'a6000',
      dataCenterId: 'EU-SE-1',
      vcpuCount: 9,
      memoryGigabytes: 50,
      image: vllm,
    },
    {
      ...ordinaryHardware,
      gpu: 'h100',
      dataCenterId: 'CA-MTL-1',
      vcpuCount: 20,
      memoryGigabytes: 188,
      image: vllm,
    },
    {
      ...ordinaryHardware,
      gpu: 'rtx4090',
      dataCenterId: 'EU-CZ-1',
      cloud: 'community',
      memoryGigabytes: 62,
      image: vllm,
    },
  ],
  beginning: 'running',
  workload: serve,
};

/** Also the ordinary day of pods in which something else then goes wrong. */
export function serve({ second, seed }: WorkloadMoment): Workload {
  const wave = 0.5 - 0.5 * Math.cos((2 * Math.PI * (second + (seed % waveSeconds))) / waveSeconds);
  const load = Math.min(1, 0.12 + 0.62 * wave + 0.26 * wander(seed, 3, { second, periodSeconds: 11 }) * wave);
  return {
    ...restingWorkload,
    cpuShare: 0.08 + 0.34 * load,
    throttledShare: load > 0.85 ? 0.02 : 0,
    memoryShare: 0.29 + 0.05 * load,
    cacheShare: 0.22,
    rootDiskShare: 0.57,
    volumeShare: 0.36,
    writtenBytesPerSecond: 0.2e6 + 0.5e6 * load,
    receivedBytesPerSecond: 0.3e6 + 3.4e6 * load,
    sentBytesPerSecond: 0.8e6 + 15e6 * load,
    gpu: {
      ...restingWorkload.gpu,
      share: (card) =>
        Math.min(1, load * (0.9 + 0.15 * wander(seed, 20 + card, { second, periodSeconds: 5 }))),
      memoryShare: () => 0.91,
    },
  };
}
