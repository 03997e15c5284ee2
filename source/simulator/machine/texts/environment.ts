/** The variables that RunPod gives to PID 1 of a pod, as its documentation lists them. */
import type { MachineFacts } from '../facts.ts';

export function environmentOf(facts: MachineFacts): Readonly<Record<string, string>> {
  const { plan } = facts;
  const { hardware } = plan;
  return {
    PATH: '/usr/local/nvidia/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: facts.hostname,
    HOME: '/root',
    RUNPOD_POD_ID: plan.id,
    RUNPOD_POD_HOSTNAME: `${plan.id}-${facts.hostname.slice(0, 8)}`,
    RUNPOD_DC_ID: hardware.dataCenterId,
    RUNPOD_GPU_COUNT: String(hardware.gpuCount),
    RUNPOD_GPU_NAME: facts.model.typeId.replaceAll(' ', '+'),
    RUNPOD_CPU_COUNT: String(hardware.vcpuCount),
    RUNPOD_MEM_GB: String(hardware.memoryGigabytes),
    RUNPOD_PUBLIC_IP: '127.0.0.1',
    RUNPOD_VOLUME_ID: hardware.volume === 'network' ? `vol${plan.id.slice(0, 7)}` : '',
    RUNPOD_API_KEY: facts.podApiKey,
    PUBLIC_KEY:
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlaceholderPlaceholderPlaceholderPlaceh operator@console',
    CUDA_VERSION: '12.8.1',
  };
}

/** /proc/1/environ: NAME=value, each ended by a zero byte. */
export function environText(facts: MachineFacts): string {
  return Object.entries(environmentOf(facts))
    .map(([name, value]) => `${name}=${value}\0`)
    .join('');
}

/** /etc/rp_environment: what RunPod's start script writes for login shells, without the public key. */
export function shellEnvironmentText(facts: MachineFacts): string {
  return Object.entries(environmentOf(facts))
    .filter(([name]) => name !== 'PUBLIC_KEY')
    .map(([name, value]) => `export ${name}="${value}"\n`)
    .join('');
}
