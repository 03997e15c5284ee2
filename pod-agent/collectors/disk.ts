/** How full the filesystems are that an operator of a pod knows, and the traffic of its disks. */
import type { Answer, Answers, FilesystemSource } from '../host/host.ts';
import type { DiskReading, MountReading, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind, scopeOf } from './cgroup.ts';
import type { Collector } from './collector.ts';
import {
  type DiskCounters,
  diskNames,
  groupCounters,
  hostCounters,
  oldGroupCounters,
} from './disk-counters.ts';
import { isNetworkFilesystem, type Mount, mountsByPoint } from './mounts.ts';
import { file, percentOf, perSecond, rise, textOf } from './proc-text.ts';

/** The container's own disk, the two places where RunPod mounts volumes, and shared memory. */
const filesystems = ['/', '/workspace', '/runpod-volume', '/dev/shm'].map(filesystemAt);
/** A file that the container's runtime mounts from the host's disk: a mount of the same size shows the host's disk. */
const hostFile = filesystemAt('/etc/hosts');
const mountInfo = file('/proc/self/mountinfo', 'warm');
const ownTraffic = file('/sys/fs/cgroup/io.stat', 'hot');
const oldTraffic = file('/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes_recursive', 'hot');
const hostTraffic = file('/proc/diskstats', 'hot');

type DiskRaw = {
  readonly mounts: readonly MountReading[];
  readonly traffic: DiskCounters | null;
  readonly trafficScope: Scope;
};

export const disk: Collector<DiskRaw, DiskReading> = {
  id: 'disk',
  sources: [...containerSources, ...filesystems, hostFile, mountInfo, ownTraffic, oldTraffic, hostTraffic],

  parse(answers) {
    const mounts = mountReadings(answers);
    const traffic = trafficOf(answers);
    if (mounts.length === 0 && traffic === null)
      throw new Error('No filesystem and no disk counter can be read.');
    return { mounts, traffic, trafficScope: scopeOf(groupKind(answers)) };
  },

  counters: ({ traffic }) => (traffic === null ? [] : [traffic.readBytes, traffic.writtenBytes]),

  read: ({ now, before, elapsedMs }) => ({
    mounts: now.mounts,
    readBytesPerSecond: perSecond(rise(now.traffic?.readBytes, before?.traffic?.readBytes), elapsedMs),
    writtenBytesPerSecond: perSecond(
      rise(now.traffic?.writtenBytes, before?.traffic?.writtenBytes),
      elapsedMs,
    ),
  }),
};

function filesystemAt(path: string): FilesystemSource {
  return { kind: 'filesystem', id: `filesystem ${path}`, cadence: 'warm', path, timeoutMs: 2000 };
}

/** A path that is no mount point lies on a filesystem that is shown already; so does a second mount of one device. */
function mountReadings(answers: Answers): readonly MountReading[] {
  const mounts = mountsByPoint(textOf(answers, mountInfo) ?? '');
  const readings: MountReading[] = [];
  const devices = new Set<string>();
  const machine = scopeOf(groupKind(answers));
  for (const { id, path } of filesystems) {
    const answer = answers[id];
    const mount = mounts.get(path);
    if (answer === undefined || mount === undefined || devices.has(mount.device)) continue;
    devices.add(mount.device);
    readings.push(mountReading({ mount, answer, hostFile: answers[hostFile.id], machine }));
  }
  return readings;
}

function mountReading(given: {
  readonly mount: Mount;
  readonly answer: Answer;
  readonly hostFile: Answer | undefined;
  readonly machine: Scope;
}): MountReading {
  const { mount, machine } = given;
  const size = sizeOf(given.answer);
  return {
    scope: scopeOfMount({ mount, size, hostFile: sizeOf(given.hostFile), machine }),
    mountPoint: mount.mountPoint,
    filesystem: mount.filesystem,
    usedBytes: size === null ? null : size.totalBytes - size.freeBytes,
    availableBytes: size?.availableBytes ?? null,
    totalBytes: size?.totalBytes ?? null,
    usedInodesPercent: size === null ? null : percentOf(size.inodes - size.freeInodes, size.inodes),
    quotaVisible: !isNetworkFilesystem(mount),
    unanswered: !given.answer.ok && given.answer.reason === 'timeout',
  };
}

type Size = {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly availableBytes: number;
  readonly inodes: number;
  readonly freeInodes: number;
};

function sizeOf(answer: Answer | undefined): Size | null {
  if (!answer?.ok || !/^\d+(?: \d+){5}\s*$/.test(answer.text)) return null;
  const [blockBytes = 0, blocks = 0, free = 0, available = 0, inodes = 0, freeInodes = 0] = answer.text
    .trim()
    .split(' ')
    .map(Number);
  return {
    totalBytes: blocks * blockBytes,
    freeBytes: free * blockBytes,
    availableBytes: available * blockBytes,
    inodes,
    freeInodes,
  };
}

/** An overlay has the size of its quota, or, where the runtime set none, that of the host's disk. */
function scopeOfMount(given: {
  readonly mount: Mount;
  readonly size: Size | null;
  readonly hostFile: Size | null;
  /** What this machine is: a container, or the host. */
  readonly machine: Scope;
}): Scope {
  if (given.size === null || isNetworkFilesystem(given.mount)) return 'unknown';
  if (given.mount.filesystem === 'tmpfs') return given.machine;
  if (given.size.totalBytes === given.hostFile?.totalBytes) return 'host';
  return given.mount.filesystem.endsWith('overlay') || given.mount.filesystem.endsWith('overlayfs')
    ? 'container'
    : 'unknown';
}

/** /proc/diskstats counts the whole host, so that it is honest only where this machine is the host. */
function trafficOf(answers: Answers): DiskCounters | null {
  const ownText = textOf(answers, ownTraffic);
  const oldText = textOf(answers, oldTraffic);
  const hostText = textOf(answers, hostTraffic);
  const kind = groupKind(answers);
  if (kind === 'version-2') return ownText === null ? null : groupCounters(ownText, diskNames(hostText));
  if (kind === 'version-1') return oldText === null ? null : oldGroupCounters(oldText, diskNames(hostText));
  return hostText === null ? null : hostCounters(hostText);
}
