/** A host given by hand, as a pod: it runs, nobody bills for it, and what it holds is learnt from its telemetry. */
import type { Pod } from '../fleet/pod.ts';
import type { HostSetting } from '../settings/hosts.ts';

export function idOfHost(host: Pick<HostSetting, 'host' | 'port' | 'username'>): string {
  return `ssh:${host.username}@${host.host}:${host.port}`;
}

export function podOfHost(host: HostSetting): Pod {
  return {
    id: idOfHost(host),
    name: host.name,
    provider: 'ssh',
    state: { kind: 'running' },
    rental: 'own',
    gpuName: null,
    gpuCount: null,
    region: null,
    image: null,
    vcpuCount: null,
    memoryGigabytes: null,
    containerDiskGigabytes: null,
    volumeGigabytes: null,
    volumeMountPath: null,
    networkVolumeGigabytes: null,
    costPerHourDollars: null,
    startedAtMs: null,
    lastStatusChange: null,
    locked: false,
    ports: [],
    ssh: { host: host.host, port: host.port, username: host.username },
    proxySsh: null,
    generation: null,
  };
}
