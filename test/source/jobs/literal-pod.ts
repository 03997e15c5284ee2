/** A pod as the API would give it: running, with SSH and one HTTP port. */
import type { Pod } from '../../../source/fleet/pod.ts';

export function literalPod(changes: Partial<Pod> = {}): Pod {
  return {
    id: 'pod1',
    name: 'pod-1',
    provider: 'runpod',
    state: { kind: 'running' },
    rental: 'on-demand',
    gpuName: 'H100 SXM',
    gpuCount: 1,
    region: null,
    image: 'runpod/base:1',
    vcpuCount: 8,
    memoryGigabytes: 64,
    containerDiskGigabytes: 20,
    volumeGigabytes: 20,
    volumeMountPath: '/workspace',
    networkVolumeGigabytes: null,
    costPerHourDollars: 2,
    startedAtMs: 1_000_000,
    lastStatusChange: 'Rented by User: Fri Jul 12 2024 15:14:40 GMT-0400',
    locked: false,
    ports: [
      { privatePort: 22, publicPort: 22022, ip: '127.0.0.1', public: true, type: 'tcp' },
      { privatePort: 8888, publicPort: 60_000, ip: '100.65.0.1', public: false, type: 'http' },
    ],
    ssh: { host: '127.0.0.1', port: 22022, username: 'root' },
    proxySsh: null,
    generation: null,
    ...changes,
  };
}
