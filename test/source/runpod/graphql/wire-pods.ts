/** Pods as RunPod sends them. */

export const startedAt = '2026-11-20T08:00:00.000Z';

export function wirePod(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: '5xpma5eg46tqjq',
    name: 'imgtbx-v2-probe',
    desiredStatus: 'RUNNING',
    lastStatusChange: 'Rented by User: Fri Jul 12 2024 15:14:40 GMT-0400 (Eastern Daylight Time)',
    lastStartedAt: startedAt,
    podType: 'RESERVED',
    locked: false,
    imageName: 'runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204',
    dockerId: null,
    gpuCount: 1,
    vcpuCount: 16,
    memoryInGb: 62,
    containerDiskInGb: 30,
    volumeInGb: 50,
    volumeMountPath: '/workspace',
    costPerHr: 0.72,
    machine: {
      podHostId: '5xpma5eg46tqjq-64410065',
      gpuTypeId: 'NVIDIA RTX PRO 4500 Blackwell',
      gpuDisplayName: 'RTX PRO 4500',
      dataCenterId: 'EU-RO-1',
      location: 'RO',
      secureCloud: true,
    },
    runtime: wireRuntime(),
    ...changes,
  };
}

export function wireRuntime(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    uptimeInSeconds: 3931,
    ports: [
      { ip: '100.65.0.101', isIpPublic: false, privatePort: 8888, publicPort: 60141, type: 'http' },
      { ip: '100.65.0.101', isIpPublic: false, privatePort: 19123, publicPort: 60142, type: 'http' },
      { ip: '213.173.105.4', isIpPublic: true, privatePort: 22, publicPort: 21417, type: 'tcp' },
    ],
    ...changes,
  };
}

export function podList(...pods: readonly unknown[]): unknown {
  return { data: { myself: { pods } } };
}
