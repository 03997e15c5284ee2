/** Each tuning on a made-up machine: every status that it can have, and that nothing is believed but what is read. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TuningResult } from '../../../pod-agent/protocol/optimisation.ts';
import { tunings } from '../../../pod-agent/tunings/index.ts';
import { optimise } from '../../../pod-agent/tunings/optimise.ts';
import { answered, createMadeUpMachine, type MadeUpMachine } from './made-up-machine.ts';

let machine: MadeUpMachine;

beforeEach(() => {
  machine = createMadeUpMachine();
});

async function result(id: string, how: { readonly dryRun?: true } = {}): Promise<TuningResult> {
  const report = await optimise({
    host: machine.host,
    changes: how.dryRun ? null : machine.changes,
    processIds: [1, 7],
    budgetMs: 10_000,
    tunings: tunings.filter((tuning) => tuning.id === id),
  }).settled;
  const [only] = report.tunings;
  if (only === undefined) throw new Error(`${id} is no tuning`);
  return only;
}

function fixture(name: string): string {
  const path = `../../../../shared/fixtures/nvidia-smi-errors/${name}`;
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

describe('open-files', () => {
  it('is raised to the hard limit, and says that no more is permitted', async () => {
    expect(await result('open-files')).toMatchObject({
      status: 'partial',
      before: '1024 of 20000 (PID 1), 20000 of 20000 (PID 7)',
      after: '20000 of 20000',
      scope: 'process',
      errno: 'EPERM',
      evidence: expect.stringMatching(/PID 1, 7 was refused: EPERM .*; now the soft limit .* 20000\.$/),
      fix: expect.stringContaining('--ulimit nofile=65536:65536'),
    });
    expect(machine.limits.get(1)?.nofile).toEqual([20_000, 20_000]);
  });

  it('has the hard limit raised as well where that is permitted', async () => {
    machine.mayRaiseHardLimits = true;
    expect(await result('open-files')).toMatchObject({
      status: 'applied',
      after: '65536',
      errno: null,
      fix: null,
    });
    expect(machine.limits.get(7)?.nofile).toEqual([65_536, 65_536]);
  });

  it('leaves a hard limit that is high enough, and what has more already', async () => {
    machine.limits.set(1, { nofile: [1024, 1_048_576], core: [0, 0] });
    machine.limits.set(7, { nofile: [1_048_576, 1_048_576], core: [0, 0] });
    expect(await result('open-files')).toMatchObject({
      status: 'applied',
      before: '1024 of 1048576 (PID 1), 1048576 (PID 7)',
    });
    expect(machine.limits.get(1)?.nofile).toEqual([65_536, 1_048_576]);
    expect(machine.limits.get(7)?.nofile).toEqual([1_048_576, 1_048_576]);
    machine.tried.length = 0;
    expect(await result('open-files')).toMatchObject({ status: 'already', fix: null });
    expect(machine.tried).toEqual([]);
  });

  it('is partial where one process is raised and another is not ours', async () => {
    machine.limits.set(7, { nofile: [1024, 65_536], core: [0, 0] });
    machine.foreign.add(1);
    expect(await result('open-files')).toMatchObject({
      status: 'partial',
      after: '1024 of 20000 (PID 1), 65536 (PID 7)',
      errno: 'EPERM',
    });
  });

  it('is not permitted where none is raised', async () => {
    machine.limits.delete(7);
    machine.foreign.add(1);
    expect(await result('open-files')).toMatchObject({ status: 'not-permitted', errno: 'EPERM' });
  });

  it('says which package is missing', async () => {
    machine.commands.delete('prlimit');
    expect(await result('open-files')).toMatchObject({
      status: 'failed',
      errno: 'ENOENT',
      fix: expect.stringContaining('util-linux'),
    });
  });

  it('takes a prlimit that claims success at what can be read', async () => {
    machine.commands.set('prlimit', () => answered(''));
    expect(await result('open-files')).toMatchObject({
      status: 'not-permitted',
      errno: null,
      evidence: expect.stringContaining('was answered with success; still'),
    });
  });

  it('passes over a process that has ended, and fails where none can be read', async () => {
    machine.limits.delete(1);
    expect(await result('open-files')).toMatchObject({ status: 'partial', before: '20000 of 20000' });
    machine.limits.delete(7);
    expect(await result('open-files')).toMatchObject({ status: 'failed', before: null, after: null });
  });
});

describe('socket-backlog', () => {
  const path = '/proc/sys/net/core/somaxconn';

  it('is already so on kernels of today, or more', async () => {
    expect(await result('socket-backlog')).toMatchObject({
      status: 'already',
      before: '4096',
      after: '4096',
      evidence: `${path} reads 4096.`,
    });
    machine.files.set(path, '65535\n');
    expect((await result('socket-backlog')).status).toBe('already');
    expect(machine.tried).toEqual([]);
  });

  it('is written where that is permitted', async () => {
    machine.files.set(path, '128\n');
    expect(await result('socket-backlog')).toMatchObject({ status: 'applied', before: '128', after: '4096' });
  });

  it('is not permitted where the file is read-only', async () => {
    machine.files.set(path, '128\n');
    machine.refusedFiles.set(path, { ok: false, errno: 'EROFS', message: 'read-only file system' });
    expect(await result('socket-backlog')).toMatchObject({
      status: 'not-permitted',
      after: '128',
      errno: 'EROFS',
      fix: expect.stringContaining('--sysctl net.core.somaxconn=4096'),
    });
  });

  it('fails where the kernel takes the file but not the number', async () => {
    machine.files.set(path, '128\n');
    machine.refusedFiles.set(path, { ok: false, errno: 'EINVAL', message: 'invalid argument' });
    expect(await result('socket-backlog')).toMatchObject({ status: 'failed', errno: 'EINVAL' });
  });

  it('is not applicable without the file, and fails where it holds no number', async () => {
    machine.files.set(path, 'max\n');
    expect(await result('socket-backlog')).toMatchObject({
      status: 'failed',
      evidence: expect.stringContaining('"max"'),
    });
    machine.files.delete(path);
    expect(await result('socket-backlog')).toMatchObject({ status: 'not-applicable', before: null });
  });
});

describe('swappiness', () => {
  const path = '/proc/sys/vm/swappiness';

  it("is not permitted, and says that it is the host's", async () => {
    machine.refusedFiles.set(path, { ok: false, errno: 'EROFS', message: 'read-only file system' });
    expect(await result('swappiness')).toMatchObject({
      status: 'not-permitted',
      before: '60',
      wanted: '10',
      after: '60',
      scope: 'host',
      errno: 'EROFS',
      evidence: `Writing 10 to ${path} was refused: EROFS (read-only file system); still ${path} reads 60.`,
      fix: expect.stringContaining('whole host'),
    });
  });

  it('is partial where the kernel takes another number than it was given', async () => {
    const { changes } = machine;
    machine = { ...machine, changes: { ...changes, writeFile: (at) => changes.writeFile(at, '30\n') } };
    expect(await result('swappiness')).toMatchObject({ status: 'partial', after: '30' });
  });
});

describe('core-dumps', () => {
  it('lowers the soft limit alone', async () => {
    expect(await result('core-dumps')).toMatchObject({
      status: 'applied',
      before: 'unlimited',
      after: '0',
      scope: 'process',
    });
    expect(machine.limits.get(1)?.core).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(await result('core-dumps')).toMatchObject({ status: 'already', before: '0' });
  });

  it('is partial where one process is not ours', async () => {
    machine.foreign.add(1);
    expect(await result('core-dumps')).toMatchObject({
      status: 'partial',
      after: 'unlimited (PID 1), 0 (PID 7)',
      errno: 'EPERM',
      fix: expect.stringContaining('--ulimit core=0'),
    });
  });

  it('is not applicable where cores go to a program of the host', async () => {
    machine.files.set('/proc/sys/kernel/core_pattern', '|/usr/share/apport/apport %p\n');
    expect((await result('core-dumps')).status).toBe('not-applicable');
    expect(machine.tried).toEqual([]);
  });
});

describe('shared-memory', () => {
  const mountSays = (errorText: string) => machine.commands.set('mount', () => answered('', 32, errorText));

  it('is not permitted in the words of mount, which are not those of the system', async () => {
    for (const [words, errno] of [
      ['mount: /dev/shm: permission denied.\n', 'EPERM'],
      ['mount: /dev/shm: must be superuser to use mount.\n', 'EPERM'],
      ['mount: /dev/shm: cannot remount shm read-write, is write-protected.\n', null],
      ['mount: drop permissions failed.\n', null],
    ] as const) {
      mountSays(words);
      expect(await result('shared-memory')).toMatchObject({
        status: 'not-permitted',
        before: '64 MiB',
        wanted: 'at least 1 GiB',
        after: '64 MiB',
        errno,
        fix: expect.stringContaining('--shm-size=1g'),
      });
    }
  });

  it('is applied where a container may mount', async () => {
    machine.commands.set('mount', (args) => {
      const mebibytes = /^remount,size=(\d+)m$/.exec(args[1] ?? '')?.[1];
      machine.shm.blocks = Number(mebibytes) * 1024;
      return answered('');
    });
    expect(await result('shared-memory')).toMatchObject({ status: 'applied', after: '1 GiB' });
    expect(machine.tried).toEqual(['mount -o remount,size=1024m /dev/shm']);
  });

  it('is already so with more, or without a limit', async () => {
    machine.shm.blocks = 24_684_096;
    expect(await result('shared-memory')).toMatchObject({ status: 'already', before: '23.5 GiB' });
    machine.shm.blocks = 0;
    expect(await result('shared-memory')).toMatchObject({ status: 'already', before: 'unlimited' });
  });

  it('is not applicable where /dev/shm lies on another filesystem', async () => {
    machine.shm.isMounted = false;
    expect((await result('shared-memory')).status).toBe('not-applicable');
  });

  it('fails for another trouble of mount', async () => {
    mountSays('mount: /dev/shm: mount point not mounted or bad option.\n');
    expect(await result('shared-memory')).toMatchObject({ status: 'failed', errno: null });
  });
});

describe('gpu-persistence', () => {
  /** Cards whose mode is read from here, and what `-pm 1` prints. */
  function cards(modes: string[], onSet: () => ReturnType<typeof answered>): void {
    machine.commands.set('nvidia-smi', (args) =>
      args[0] === '-pm' ? onSet() : answered(modes.map((mode, index) => `${index}, ${mode}\n`).join('')),
    );
  }

  it('is not applicable without nvidia-smi or cards, or where the driver has no such mode', async () => {
    expect((await result('gpu-persistence')).status).toBe('not-applicable');
    machine.commands.set('nvidia-smi', () => answered(fixture('no-devices.rc6.txt'), 6));
    expect((await result('gpu-persistence')).status).toBe('not-applicable');
    cards(['[N/A]'], () => answered(''));
    expect((await result('gpu-persistence')).status).toBe('not-applicable');
  });

  it('is usually on already', async () => {
    cards(['Enabled', 'Enabled'], () => answered(''));
    expect(await result('gpu-persistence')).toMatchObject({ status: 'already', before: 'Enabled' });
    expect(machine.tried).toEqual([]);
  });

  it('does not believe a success without effect', async () => {
    cards(['Disabled'], () => answered('Enabled persistence mode for GPU 00000000:08:00.0.\nAll done.\n'));
    expect(await result('gpu-persistence')).toMatchObject({
      status: 'not-permitted',
      after: 'Disabled',
      errno: null,
      evidence: 'nvidia-smi -pm 1 was answered with success; still persistence mode reads Disabled.',
    });
  });

  it.each(['pm-in-runpod-container.txt', 'pm-non-root.txt'])('knows a refusal: %s', async (name) => {
    const said = fixture(name)
      .split('\n')
      .filter((line) => !line.startsWith('$') && !line.includes('power management'))
      .join('\n');
    cards(['Disabled'], () => answered(said));
    expect(await result('gpu-persistence')).toMatchObject({
      status: 'not-permitted',
      evidence: expect.stringMatching(/was refused: Unable to set persistence mode for GPU .*; still/),
    });
  });

  it('counts the cards on which it took effect', async () => {
    const modes = ['Disabled', 'Disabled', 'Disabled'];
    cards(modes, () => {
      modes[1] = 'Enabled';
      return answered('All done.\n');
    });
    expect(await result('gpu-persistence')).toMatchObject({
      status: 'partial',
      before: 'Disabled',
      after: 'Enabled on 1 of 3 cards',
    });
    cards(modes, () => {
      modes.fill('Enabled');
      return answered('All done.\n');
    });
    expect((await result('gpu-persistence')).status).toBe('applied');
  });

  it.each(['driver-not-loaded.stdout-rc9.txt', 'lib-missing.rc12.txt', 'insufficient-permissions.rc4.txt'])(
    'fails where the tool tells nothing: %s',
    async (name) => {
      machine.commands.set('nvidia-smi', () => answered(fixture(name), 9));
      expect(await result('gpu-persistence')).toMatchObject({
        status: 'failed',
        before: null,
        evidence: expect.stringContaining(fixture(name).trim().split('\n')[0]?.slice(0, 40) ?? ''),
      });
    },
  );

  it('fails where the attempt or the look afterwards does not answer', async () => {
    const late = { ok: false, reason: 'timeout', message: 'nvidia-smi did not answer.' } as const;
    let looks = 0;
    machine.commands.set('nvidia-smi', (args) => {
      if (args[0] === '-pm') return answered('All done.\n');
      looks += 1;
      return looks === 1 ? answered('0, Disabled\n') : late;
    });
    expect(await result('gpu-persistence')).toMatchObject({
      status: 'failed',
      before: 'Disabled',
      after: null,
    });
    machine.commands.set('nvidia-smi', (args) => (args[0] === '-pm' ? late : answered('0, Disabled\n')));
    expect(await result('gpu-persistence')).toMatchObject({ status: 'failed', after: 'Disabled' });
  });
});

describe('a dry run', () => {
  it('says what would be tried, and tries nothing', async () => {
    machine.commands.set('nvidia-smi', () => answered('0, Disabled\n'));
    for (const { id } of tunings) {
      const seen = await result(id, { dryRun: true });
      expect(seen.status).toBe(id === 'socket-backlog' ? 'already' : 'would-try');
      expect(seen.after).toBe(seen.before);
      expect(seen.evidence).toMatch(/^[A-Z/].*\.$/);
    }
    expect(machine.tried).toEqual([]);
  });
});
