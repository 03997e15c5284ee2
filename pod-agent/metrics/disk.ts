/**
 * Filesystems and the traffic of disks. cAdvisor's names are given only to figures that are surely the container's; all that
 * the agent knows is there under names of its own, which say whose figure it is. node_exporter's names are not used: it
 * tells filesystems and disks by their devices, and here a mount's is not known and the disks' traffic is one sum.
 */
import { disk } from '../collectors/disk.ts';
import type { Answers } from '../host/host.ts';
import type { MountReading, Scope } from '../protocol/readings.ts';
import { counter, type Family, flag, gauge } from './family.ts';

export function diskFamilies(answers: Answers): readonly Family[] {
  const { mounts, traffic, trafficScope } = disk.parse(answers);
  return [
    ...containerFamilies(mounts.filter(({ scope }) => scope === 'container')),
    ...ownFamilies(mounts),
    ...trafficFamilies(traffic, trafficScope),
  ];
}

type Mounts = readonly MountReading[];

/** `device` is the mount point: what is mounted there has no name within the container. */
function containerFamilies(mounts: Mounts): readonly Family[] {
  const each = (of: (mount: MountReading) => number | null) =>
    mounts.map((mount) => ({ labels: { device: mount.mountPoint }, value: of(mount) }));
  return [
    gauge(
      'container_fs_usage_bytes',
      'Bytes used on this filesystem.',
      each((mount) => mount.usedBytes),
    ),
    gauge(
      'container_fs_limit_bytes',
      'Bytes that fit on this filesystem.',
      each((mount) => mount.totalBytes),
    ),
  ];
}

function ownFamilies(mounts: Mounts): readonly Family[] {
  const each = (of: (mount: MountReading) => number | null) =>
    mounts.map((mount) => ({
      labels: { mountpoint: mount.mountPoint, fstype: mount.filesystem, scope: mount.scope },
      value: of(mount),
    }));
  return [
    gauge(
      'pod_agent_filesystem_used_bytes',
      'Bytes used.',
      each((mount) => mount.usedBytes),
    ),
    gauge(
      'pod_agent_filesystem_size_bytes',
      "Size of the filesystem; of a network volume the whole cluster's, where quota_visible is 0.",
      each((mount) => mount.totalBytes),
    ),
    gauge(
      'pod_agent_filesystem_available_bytes',
      'Space that users may fill.',
      each((mount) => mount.availableBytes),
    ),
    gauge(
      'pod_agent_filesystem_inodes_used_ratio',
      'Share of inodes in use, 0 to 1.',
      each(({ usedInodesPercent }) => (usedInodesPercent === null ? null : usedInodesPercent / 100)),
    ),
    gauge(
      'pod_agent_filesystem_quota_visible',
      '0 where the size says nothing of what the pod may fill.',
      each((mount) => flag(mount.quotaVisible)),
    ),
    gauge(
      'pod_agent_filesystem_answers',
      '0 where the filesystem did not answer in time, as a volume that has gone away does not.',
      each((mount) => flag(!mount.unanswered)),
    ),
  ];
}

function trafficFamilies(traffic: Traffic, scope: Scope): readonly Family[] {
  const read = traffic?.readBytes ?? null;
  const written = traffic?.writtenBytes ?? null;
  const readHelp = 'Bytes read from all disks together.';
  const writtenHelp = 'Bytes written to all disks together.';
  return [
    ...(scope === 'container'
      ? [
          counter('container_fs_reads_bytes', readHelp, read),
          counter('container_fs_writes_bytes', writtenHelp, written),
        ]
      : []),
    counter('pod_agent_disk_read_bytes', readHelp, [{ labels: { scope }, value: read }]),
    counter('pod_agent_disk_written_bytes', writtenHelp, [{ labels: { scope }, value: written }]),
  ];
}

type Traffic = { readonly readBytes: number; readonly writtenBytes: number } | null;
