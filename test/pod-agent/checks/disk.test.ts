import { expect, test } from 'vitest';
import { consumersSource } from '../../../pod-agent/checks/disk/consumers.ts';
import { disk } from '../../../pod-agent/checks/disk.ts';
import { inContainer, incomplete, judgeMachine, type Machine, troubles } from './machine-seen.ts';

const mounts = [
  '1 0 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/a',
  '2 1 0:51 / /dev/shm rw,nosuid - tmpfs shm rw,size=8388608k',
  '3 1 259:3 / /workspace rw,relatime - ext4 /dev/nvme1n1 rw',
  '4 1 259:1 /hosts /etc/hosts rw - ext4 /dev/nvme0n1 rw',
];

/** Of 1000 blocks of 1 MiB. */
function size(freeBlocks: number, freeInodes = 900): string {
  return `1048576 1000 ${freeBlocks} ${freeBlocks} 1000 ${freeInodes}\n`;
}

function machine(given: {
  readonly root?: string;
  readonly workspace?: string | { readonly ok: false; readonly reason: 'timeout'; readonly message: string };
  readonly shared?: string;
  readonly mounts?: readonly string[];
  readonly consumers?: string;
  readonly gpuCount?: number;
}): Machine {
  return {
    now: {
      ...inContainer,
      '/proc/self/mountinfo': `${(given.mounts ?? mounts).join('\n')}\n`,
      'filesystem /': given.root ?? size(700),
      'filesystem /workspace': given.workspace ?? size(700),
      'filesystem /dev/shm': given.shared ?? size(900),
      'filesystem /etc/hosts': '4096 9999999 5 5 1000 900\n',
      ...(given.consumers === undefined ? {} : { [consumersSource.id]: given.consumers }),
    },
    plan: { gpuCount: given.gpuCount ?? null },
  };
}

test('disks with room are well', () => {
  const drafts = judgeMachine(disk, machine({}));
  expect(drafts).toMatchObject([{ id: 'disk-well', status: 'ok' }]);
  expect(drafts[0]?.title).toContain('30 % of 1000 MiB');
});

test('a full disk names what fills it, and offers the caches that can go', () => {
  const consumers =
    'used 512000\t/var/log\nused 204800\t/var/cache/apt/archives\nused 300000\t/workspace/big\n';
  const drafts = judgeMachine(disk, machine({ root: size(0), consumers }));
  expect(troubles(drafts)).toEqual(['fail disk-full:/']);
  const [full] = drafts;
  expect(full?.title).toBe('The disk (/) is full: 100 % of 1000 MiB used, 0 B left');
  expect(full?.evidence.map(({ what }) => what)).toEqual([
    'free space of /',
    'size of /var/log',
    'size of /var/cache/apt/archives',
  ]);
  expect(full?.causes[0]).toBe('/var/log holds 500 MiB.');
  expect(full?.fix).toMatchObject({
    safe: true,
    command: expect.stringContaining('/var/cache/apt/archives'),
  });
  expect(incomplete(drafts)).toEqual([]);
});

test('each mount is a finding of its own, and a volume is never emptied without asking', () => {
  const drafts = judgeMachine(disk, machine({ root: size(100), workspace: size(20) }));
  expect(troubles(drafts)).toEqual(['warn disk-full:/', 'fail disk-full:/workspace']);
  expect(drafts[1]?.fix).toMatchObject({ command: null, safe: false });
});

test('inodes run out while there is room', () => {
  const drafts = judgeMachine(disk, machine({ workspace: size(700, 10) }));
  expect(troubles(drafts)).toEqual(['fail disk-inodes-full:/workspace']);
  expect(incomplete(drafts)).toEqual([]);
});

test('a volume that does not answer is a failure, and the others are judged', () => {
  const silent = { ok: false, reason: 'timeout', message: 'did not answer within 2000 ms.' } as const;
  const drafts = judgeMachine(disk, machine({ workspace: silent, root: size(100) }));
  expect(troubles(drafts)).toEqual(['warn disk-full:/', 'fail disk-dead:/workspace']);
  expect(incomplete(drafts)).toEqual([]);
});

test('where nothing answers, nobody can tell', () => {
  const silent = { ok: false, reason: 'timeout', message: 'did not answer.' } as const;
  const only = { ...machine({ mounts: mounts.slice(2, 3), workspace: silent }) };
  expect(() => judgeMachine(disk, only)).toThrow('no filesystem answered in time');
});

test('the size of a network volume is the whole cluster: a remark, never a warning', () => {
  const network = '3 1 0:60 / /workspace rw - fuse mfs#eu.runpod.net:9421 rw';
  const drafts = judgeMachine(
    disk,
    machine({ mounts: [...mounts.slice(0, 2), network], workspace: size(10) }),
  );
  expect(drafts).toMatchObject([
    { id: 'disk-well', status: 'ok' },
    { id: 'disk-quota-unseen:/workspace', status: 'info' },
  ]);
});

test('a disk that turned itself read-only fails', () => {
  const readOnly = mounts.map((line) => line.replace('/dev/nvme1n1 rw', '/dev/nvme1n1 ro'));
  const drafts = judgeMachine(disk, machine({ mounts: readOnly }));
  expect(troubles(drafts)).toEqual(['fail disk-read-only:/workspace']);
  expect(incomplete(drafts)).toEqual([]);
});

test('small shared memory is trouble only where there are GPUs to train with', () => {
  const shared = '65536 1024 1000 1000 1000 900\n';
  const drafts = judgeMachine(disk, machine({ shared, gpuCount: 2 }));
  expect(troubles(drafts)).toEqual(['warn disk-shared-memory-small']);
  // An ordinary container may not remount it: there is no command that would do.
  expect(drafts[0]?.fix).toMatchObject({ command: null, safe: false });
  expect(troubles(judgeMachine(disk, machine({ shared, gpuCount: 0 })))).toEqual([]);
});

test('a slow disk is known by what waits for it', () => {
  const pressure = 'some avg10=80.00 avg60=9 avg300=1 total=5\nfull avg10=61.50 avg60=9 avg300=1 total=5\n';
  const { now } = machine({});
  const drafts = judgeMachine(disk, { now: { ...now, '/sys/fs/cgroup/io.pressure': pressure } });
  expect(troubles(drafts)).toEqual(['warn disk-slow']);
  expect(incomplete(drafts)).toEqual([]);
});

test('deleted files that are still open count where the disk is short of space', () => {
  const consumers = 'deleted 209715200 77 python3 /var/log/train.log (deleted)\n';
  const drafts = judgeMachine(disk, machine({ root: size(0), consumers }));
  expect(troubles(drafts)).toEqual(['fail disk-full:/', 'warn disk-deleted-files']);
  expect(drafts[1]?.fix?.text).toContain('Restart python3 (process 77)');
  expect(troubles(judgeMachine(disk, machine({ consumers })))).toEqual([]);
});
