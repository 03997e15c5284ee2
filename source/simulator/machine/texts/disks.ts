/** The container's mounts, their sizes, and /proc/diskstats. Sizes in the form that `stat -f` and statfs(2) have them. */
import { gibibyte, type MachineFacts } from '../facts.ts';
import type { MachineMoment } from '../machine.ts';

/** A network volume shows the cluster, not what was rented. */
const clusterBytes = 404 * 1024 * gibibyte;
const blockBytes = 4096;
const sectorBytes = 512;

/** As /proc/self/mountinfo has it; field by field in proc_pid_mountinfo(5). */
export function mountinfoText(facts: MachineFacts): string {
  return `${mountsOf(facts)
    .map(
      (mount, row) =>
        `${900 + row} ${row === 0 ? 480 : 900} ${mount.device} ${mount.root} ${mount.point} ${mount.options} - ${mount.type} ${mount.source} ${mount.options}`,
    )
    .join('\n')}\n`;
}

/** As /proc/mounts has them. */
export function mountsText(facts: MachineFacts): string {
  return `${mountsOf(facts)
    .map((mount) => `${mount.source} ${mount.point} ${mount.type} ${mount.options} 0 0`)
    .join('\n')}\n`;
}

type Mount = {
  readonly point: string;
  readonly type: string;
  readonly source: string;
  readonly device: string;
  readonly root: string;
  readonly options: string;
};

function mountsOf(facts: MachineFacts): Mount[] {
  const { hardware } = facts.plan;
  const cgroup =
    hardware.cgroup === 2
      ? [
          mount('/sys/fs/cgroup', 'cgroup2', {
            source: 'cgroup',
            device: '0:29',
            options: 'ro,nosuid,nodev,noexec,relatime',
          }),
        ]
      : ['cpu,cpuacct', 'cpuset', 'memory', 'pids', 'blkio'].map((name, at) =>
          mount(`/sys/fs/cgroup/${name}`, 'cgroup', {
            source: 'cgroup',
            device: `0:${40 + at}`,
            options: `ro,nosuid,nodev,noexec,relatime,${name}`,
          }),
        );
  const volume =
    hardware.volume === 'network'
      ? mount('/workspace', 'fuse.mfs', {
          source: `mfs#${hardware.dataCenterId.toLowerCase()}.runpod.net:9421`,
          device: '0:812',
        })
      : mount('/workspace', 'xfs', {
          source: '/dev/nvme1n1p1',
          device: '259:5',
          root: `/pods/${facts.plan.id}`,
        });
  const bound =
    facts.model.vendor === 'nvidia'
      ? ['/usr/bin/nvidia-smi', '/etc/hosts', '/etc/hostname']
      : ['/etc/hosts', '/etc/hostname'];
  return [
    mount('/', 'overlay', { source: 'overlay', device: '0:733' }),
    mount('/proc', 'proc', { source: 'proc', device: '0:735', options: 'rw,nosuid,nodev,noexec,relatime' }),
    mount('/dev', 'tmpfs', { source: 'tmpfs', device: '0:736', options: 'rw,nosuid' }),
    mount('/sys', 'sysfs', { source: 'sysfs', device: '0:738', options: 'ro,nosuid,nodev,noexec,relatime' }),
    ...cgroup,
    mount('/dev/shm', 'tmpfs', {
      source: 'shm',
      device: '0:740',
      options: 'rw,nosuid,nodev,noexec,relatime',
    }),
    ...(hasVolume(hardware) ? [volume] : []),
    ...bound.map((point) => mount(point, 'ext4', { source: '/dev/sda2', device: '8:2', root: point })),
  ];
}

/** A pod that was rented without one has a folder of that name on its own disk. */
function hasVolume({ volume, volumeGigabytes }: MachineFacts['plan']['hardware']): boolean {
  return volume === 'network' || volumeGigabytes > 0;
}

function mount(point: string, type: string, more: Partial<Mount>): Mount {
  return { point, type, source: type, device: '0:1', root: '/', options: 'rw,relatime', ...more };
}

/** Block size, blocks, free, available, inodes, free inodes: of the filesystem that holds the path. null: no such filesystem. */
export function filesystemText(moment: MachineMoment, path: string): string | null {
  const { hardware } = moment.facts.plan;
  const { work, facts } = moment;
  if (hasVolume(hardware) && (path === '/workspace' || path.startsWith('/workspace/'))) {
    return hardware.volume === 'network'
      ? sizes(clusterBytes, clusterBytes * 0.713)
      : sizes(hardware.volumeGigabytes * 1e9, hardware.volumeGigabytes * 1e9 * work.volumeShare);
  }
  if (path.startsWith('/dev/shm')) return sizes(facts.memoryLimitBytes / 8, 1_300_000);
  if (path.startsWith('/')) {
    return sizes(
      hardware.containerDiskGigabytes * 1e9,
      hardware.containerDiskGigabytes * 1e9 * work.rootDiskShare,
    );
  }
  return null;
}

function sizes(totalBytes: number, usedBytes: number): string {
  const blocks = Math.floor(totalBytes / blockBytes);
  const free = Math.max(0, blocks - Math.ceil(usedBytes / blockBytes));
  const inodes = Math.floor(blocks / 4);
  return `${blockBytes} ${blocks} ${free} ${free} ${inodes} ${Math.floor(inodes * 0.93)}\n`;
}

/** Two host devices; the second carries the volume. */
export function diskstatsText(moment: MachineMoment): string {
  const { readBytes, writtenBytes, ioStalledSeconds } = moment.totals;
  return `${deviceRow('259       0 nvme0n1', { readBytes: 4.1e10, writtenBytes: 9.3e10 + 4e5 * moment.seconds, busySeconds: 900 })}${deviceRow(
    '259       4 nvme1n1',
    { readBytes, writtenBytes, busySeconds: ioStalledSeconds * 2 },
  )}`;
}

function deviceRow(
  name: string,
  use: { readonly readBytes: number; readonly writtenBytes: number; readonly busySeconds: number },
): string {
  const reads = Math.floor(use.readBytes / 131_072);
  const writes = Math.floor(use.writtenBytes / 262_144);
  const readSectors = Math.floor(use.readBytes / sectorBytes);
  const writtenSectors = Math.floor(use.writtenBytes / sectorBytes);
  const busyMs = Math.floor(use.busySeconds * 1000);
  return ` ${name} ${reads} 0 ${readSectors} ${Math.floor(reads / 9)} ${writes} 0 ${writtenSectors} ${Math.floor(writes / 4)} 0 ${busyMs} ${busyMs} 0 0 0 0 0 0\n`;
}
