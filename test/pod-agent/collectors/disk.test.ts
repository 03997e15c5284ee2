import { describe, expect, it } from 'vitest';
import { disk } from '../../../pod-agent/collectors/disk.ts';
import type { Answers } from '../../../pod-agent/host/host.ts';
import { absent, answersOf, capture, firstReading, secondReading } from './answers.ts';

/** As RunPod's `df` shows it: an overlay, shared memory, and files that are mounted from the host's disk. */
const podMounts = [
  '600 500 0:52 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/x',
  '601 600 0:55 / /dev rw - tmpfs tmpfs rw,size=65536k',
  '602 601 0:56 / /dev/shm rw - tmpfs shm rw,size=25165824k',
  '603 600 8:2 /bin/nvidia-smi /usr/bin/nvidia-smi ro,nosuid - ext4 /dev/sda2 rw',
  '604 600 8:2 /docker/hosts /etc/hosts rw - ext4 /dev/sda2 rw',
  '605 600 0:60 / /work\\040space rw - ext4 /dev/sdb rw',
].join('\n');

const pod = {
  '/proc/self/mountinfo': podMounts,
  'filesystem /': '4096 5242880 5238784 5238784 1000 900\n',
  'filesystem /dev/shm': '4096 6291456 6291456 6291456 0 0\n',
  'filesystem /etc/hosts': '4096 119799808 110000000 110000000 1000 10\n',
};

describe('the filesystems of a pod', () => {
  const df = capture('runpod-df.txt');

  it('are the mounts that an operator knows, each once, and no file', () => {
    const { mounts } = firstReading(disk, pod);
    expect(mounts.map(({ mountPoint }) => mountPoint)).toEqual(['/', '/dev/shm']);
    expect(mounts[0]).toEqual({
      scope: 'container',
      mountPoint: '/',
      filesystem: 'overlay',
      usedBytes: 4096 * 4096,
      availableBytes: 5_238_784 * 4096,
      totalBytes: 20 * 2 ** 30,
      usedInodesPercent: 10,
      quotaVisible: true,
      unanswered: false,
    });
    expect(mounts[1]).toMatchObject({ usedBytes: 0, usedInodesPercent: null });
  });

  it.skipIf(df === null)(
    'agree with what df prints in a real pod (skipped where the captures are absent)',
    () => {
      const [, size, used] = /^overlay +(\S+) +(\S+) .* \/$/m.exec(df ?? '') ?? [];
      const root = firstReading(disk, pod).mounts[0];
      expect(`${(root?.totalBytes ?? 0) / 2 ** 30}G`).toBe(size);
      expect(`${(root?.usedBytes ?? 0) / 2 ** 20}M`).toBe(used);
    },
  );

  it('include a network volume, whose quota cannot be seen', () => {
    const volume = '700 600 0:70 /vol /workspace rw - fuse.mfs mfs#us-md-1.runpod.net:9421 rw';
    const { mounts } = firstReading(disk, {
      ...pod,
      '/proc/self/mountinfo': `${podMounts}\n${volume}\n`,
      'filesystem /workspace': '65536 6778000000 1946000000 1946000000 0 0\n',
    });
    expect(mounts[1]).toMatchObject({
      mountPoint: '/workspace',
      filesystem: 'fuse.mfs',
      quotaVisible: false,
      scope: 'unknown',
      totalBytes: 65_536 * 6_778_000_000,
    });
  });

  it('include one that does not answer, without figures', () => {
    const answers: Answers = {
      ...answersOf(disk, { ...pod, '/proc/self/mountinfo': '1 2 0:70 / /workspace rw - nfs4 server:/x rw' }),
      'filesystem /workspace': { ok: false, reason: 'timeout', message: 'It did not answer.' },
    };
    const { mounts } = disk.read({ now: disk.parse(answers), before: null, elapsedMs: null });
    expect(mounts).toEqual([
      {
        scope: 'unknown',
        mountPoint: '/workspace',
        filesystem: 'nfs4',
        usedBytes: null,
        availableBytes: null,
        totalBytes: null,
        usedInodesPercent: null,
        quotaVisible: false,
        unanswered: true,
      },
    ]);
  });

  it('leave out a second mount of one device, and a folder that is no mount', () => {
    const both = [
      '1 0 259:1 / / rw - ext4 /dev/nvme0n1p1 rw',
      '2 1 259:2 /a /workspace rw - xfs /dev/nvme1n1 rw',
      '3 1 259:2 /b /runpod-volume rw - xfs /dev/nvme1n1 rw',
    ].join('\n');
    const size = '4096 100 50 50 10 5\n';
    const { mounts } = firstReading(disk, {
      '/proc/self/mountinfo': both,
      'filesystem /': size,
      'filesystem /workspace': '4096 300 50 50 10 5\n',
      'filesystem /runpod-volume': '4096 300 50 50 10 5\n',
      'filesystem /dev/shm': size,
      'filesystem /etc/hosts': size,
    });
    expect(mounts.map(({ mountPoint, scope }) => [mountPoint, scope])).toEqual([
      ['/', 'host'],
      ['/workspace', 'unknown'],
    ]);
  });

  it('give shared memory to the host where there is no container', () => {
    const scopeOfMemory = (more: Readonly<Record<string, string>>) =>
      firstReading(disk, { ...pod, ...more }).mounts.find(({ mountPoint }) => mountPoint === '/dev/shm')
        ?.scope;
    expect(scopeOfMemory({})).toBe('host');
    expect(scopeOfMemory({ '/sys/fs/cgroup/cgroup.events': 'populated 1\n' })).toBe('container');
  });

  it('say that an overlay without a quota is the disk of the host', () => {
    const { mounts } = firstReading(disk, { ...pod, 'filesystem /': pod['filesystem /etc/hosts'] });
    expect(mounts[0]).toMatchObject({ mountPoint: '/', scope: 'host' });
  });

  it('see the topmost of two mounts at one place', () => {
    const over = `${podMounts}\n800 602 0:99 / /dev/shm rw - fuse.sshfs host:/x rw\n`;
    expect(firstReading(disk, { ...pod, '/proc/self/mountinfo': over }).mounts[1]).toMatchObject({
      filesystem: 'fuse.sshfs',
      quotaVisible: false,
    });
  });
});

describe('the traffic of disks', () => {
  const diskStats = [
    ' 259       0 nvme0n1 10 0 1000 5 20 0 2000 9 0 0 0',
    ' 259       1 nvme0n1p1 10 0 1000 5 20 0 2000 9 0 0 0',
    ' 253       0 dm-0 10 0 1000 5 20 0 2000 9 0 0 0',
    '   7       0 loop0 10 0 1000 5 20 0 2000 9 0 0 0',
  ].join('\n');

  it('in a container is that of its group, counted once where devices lie on each other', () => {
    const before = {
      '/sys/fs/cgroup/cgroup.events': 'populated 1\n',
      '/sys/fs/cgroup/io.stat':
        '259:0 rbytes=1000 wbytes=2000 rios=1 wios=1 dbytes=0 dios=0\n253:0 rbytes=9 wbytes=9\n',
      '/proc/diskstats': diskStats,
    };
    const now = {
      ...before,
      '/sys/fs/cgroup/io.stat':
        '259:0 rbytes=5000 wbytes=2000 rios=1 wios=1\n253:0 rbytes=999999 wbytes=9\n8:0 rbytes=2000\n',
    };
    expect(secondReading(disk, { before, now, elapsedMs: 2000 })).toMatchObject({
      readBytesPerSecond: 3000,
      writtenBytesPerSecond: 0,
    });
  });

  it('in a container of cgroup v1 is that of its group too', () => {
    const bytes = '/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes_recursive';
    const before = {
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1\n',
      [bytes]: '259:0 Read 100\n259:0 Write 100\n259:0 Sync 5\n259:0 Total 200\nTotal 200\n',
    };
    const now = { ...before, [bytes]: '259:0 Read 300\n259:0 Write 100\n259:0 Total 400\nTotal 400\n' };
    expect(secondReading(disk, { before, now, elapsedMs: 1000 })).toMatchObject({
      readBytesPerSecond: 200,
      writtenBytesPerSecond: 0,
    });
  });

  it('in a container without such figures is unknown, not that of the host', () => {
    const texts = { ...pod, '/sys/fs/cgroup/cgroup.events': 'populated 1\n', '/proc/diskstats': diskStats };
    expect(secondReading(disk, { before: texts, now: texts, elapsedMs: 1000 })).toMatchObject({
      readBytesPerSecond: null,
      writtenBytesPerSecond: null,
    });
  });

  it('of a host comes from whole disks, in sectors of 512 bytes', () => {
    const now = diskStats.replace('1000 5 20 0 2000', '1010 5 20 0 2004');
    const reading = secondReading(disk, {
      before: { '/proc/diskstats': diskStats },
      now: { '/proc/diskstats': now },
      elapsedMs: 1000,
    });
    expect(reading).toEqual({ mounts: [], readBytesPerSecond: 5120, writtenBytesPerSecond: 2048 });
  });

  it('is a failure with a reason where nothing can be read', () => {
    expect(() => disk.parse({ '/proc/diskstats': absent })).toThrow('No filesystem');
  });
});
