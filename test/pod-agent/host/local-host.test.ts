import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, CommandSource } from '../../../pod-agent/host/host.ts';
import { createLocalHost, type LocalHost } from '../../../pod-agent/host/local-host.ts';

let folder = '';
const opened: LocalHost[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-agent-host-'));
});

afterEach(() => {
  for (const host of opened.splice(0)) host.close();
  rmSync(folder, { recursive: true, force: true });
});

function hostAt(root: string | null): LocalHost {
  const host = createLocalHost({ root });
  opened.push(host);
  return host;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function script(path: string, lines: readonly string[]): void {
  write(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(join(folder, path), 0o755);
}

function command(argv: readonly [string, ...string[]], timeoutMs = 20_000): CommandSource {
  return { kind: 'command', id: argv[0], cadence: 'hot', argv, timeoutMs };
}

function file(path: string) {
  return { kind: 'file', id: path, cadence: 'hot', path } as const;
}

function textOf(answer: Answer): string {
  if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message}`);
  return answer.text;
}

async function gone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const state = stateOf(pid);
    if (state === null || state === 'Z') return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function stateOf(pid: number): string | null {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

describe('files', () => {
  it('of /proc are read anew each time, over one open file', async () => {
    const host = hostAt(null);
    const uptime = async () => Number(textOf(await host.answer(file('/proc/uptime'))).split(' ')[0]);
    const first = await uptime();
    const opensBefore = readdirSync('/proc/self/fd').length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await uptime()).toBeGreaterThan(first);
    for (let count = 0; count < 50; count += 1) await uptime();
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(opensBefore);
  });

  it('are whole, however long, and the same as others read them', async () => {
    const answer = await hostAt(null).answer(file('/proc/self/mountinfo'));
    expect(textOf(answer)).toBe(readFileSync('/proc/self/mountinfo', 'utf8'));
    const maps = textOf(await hostAt(null).answer(file('/proc/self/smaps')));
    expect(maps.length).toBeGreaterThan(64 * 1024);
    expect(maps).toMatch(/VmFlags: [\w ]+\n$/);
  });

  it('that are longer than any figure are refused', async () => {
    const sparse = join(folder, 'long');
    write('long', '');
    truncateSync(sparse, 64 * 1024 * 1024);
    expect(await hostAt(null).answer(file(sparse))).toMatchObject({
      ok: false,
      reason: 'failed',
      message: expect.stringContaining('longer than'),
    });
  });

  it('of processes are not kept open, so that there is no limit to them', async () => {
    const host = hostAt(null);
    const opensBefore = readdirSync('/proc/self/fd').length;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      await host.answer(file(`/proc/${pid}/stat`));
    }
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(opensBefore);
  });

  it('that are absent, refused or no files say so', async () => {
    const host = hostAt(null);
    const missing = file('/proc/nothing-of-this-name');
    expect(await host.answer(missing)).toMatchObject({ ok: false, reason: 'absent' });
    expect(await host.answer(missing)).toMatchObject({ ok: false, reason: 'absent' });
    expect(await host.answer(file('/etc/hosts/below'))).toMatchObject({ reason: 'absent' });
    expect(await host.answer(file('/proc/self'))).toMatchObject({ ok: false, reason: 'failed' });
  });

  it('are given back when the host is closed', async () => {
    const host = createLocalHost({ root: null });
    const opensBefore = readdirSync('/proc/self/fd').length;
    await host.answer(file('/proc/loadavg'));
    await host.answer(file('/proc/meminfo'));
    expect(readdirSync('/proc/self/fd').length).toBe(opensBefore + 2);
    host.close();
    expect(readdirSync('/proc/self/fd').length).toBe(opensBefore);
  });
});

describe('a made-up machine', () => {
  it('has its own files, also where one is replaced', async () => {
    write('proc/loadavg', '1 2 3\n');
    const host = hostAt(folder);
    expect(textOf(await host.answer(file('/proc/loadavg')))).toBe('1 2 3\n');
    write('proc/loadavg.new', '4 5 6\n');
    renameSync(join(folder, 'proc/loadavg.new'), join(folder, 'proc/loadavg'));
    expect(textOf(await host.answer(file('/proc/loadavg')))).toBe('4 5 6\n');
    expect(await host.answer(file('/proc/uptime'))).toMatchObject({ reason: 'absent' });
  });

  it('joins the files that match, without those a shell would not match', async () => {
    write('proc/1/stat', '1 (init)\n');
    write('proc/22/stat', '22 (sh)\n');
    write('proc/self/stat', 'self\n');
    mkdirSync(join(folder, 'proc/33'));
    write('x/.hidden', 'hidden\n');
    write('x/a+b', 'seen\n');
    const host = hostAt(folder);
    const glob = (pattern: string) => host.answer({ kind: 'files', id: 'x', cadence: 'hot', glob: pattern });
    expect(
      textOf(await glob('/proc/[0-9]*/stat'))
        .split('\n')
        .sort(),
    ).toEqual(['', '1 (init)', '22 (sh)']);
    expect(textOf(await glob('/x/*'))).toBe('seen\n');
    expect(textOf(await glob('/x/a+*'))).toBe('seen\n');
    expect(await glob('/proc/[0-9]*/nothing')).toMatchObject({ ok: false, reason: 'absent' });
    expect(await glob('/none/*')).toMatchObject({ ok: false, reason: 'absent' });
  });

  it('has the environment of its PID 1, then that for logins, and never ours', async () => {
    write('proc/1/environ', 'RUNPOD_POD_ID=abc=1\0PATH=/bin\0RUNPOD_NOTE=two\nlines\0');
    write(
      'etc/rp_environment',
      'export RUNPOD_POD_ID="old"\nexport RUNPOD_CPU_COUNT="16"\nexport RUNPOD_DC_ID=EU\n',
    );
    const answer = await hostAt(folder).answer({
      kind: 'environment',
      id: 'environment',
      cadence: 'once',
      names: ['RUNPOD_POD_ID', 'RUNPOD_CPU_COUNT', 'RUNPOD_DC_ID', 'RUNPOD_NOTE', 'HOME', 'NODE_ENV'],
    });
    expect(textOf(answer)).toBe(
      'RUNPOD_POD_ID=abc=1\nRUNPOD_CPU_COUNT=16\nRUNPOD_DC_ID=EU\nRUNPOD_NOTE=two lines\n',
    );
  });

  it('has no command but its own', async () => {
    script('usr/bin/nvidia-smi', ['echo "made up: $*"']);
    const host = hostAt(folder);
    expect(textOf(await host.answer(command(['nvidia-smi', '-L', 'a b'])))).toBe('made up: -L a b\n');
    expect(await host.answer(command(['sh', '-c', 'true']))).toMatchObject({ ok: false, reason: 'absent' });
    expect(await host.answer(command(['/bin/sh', '-c', 'true']))).toMatchObject({ reason: 'absent' });
  });
});

describe('filesystems', () => {
  it('have six figures, and the absent none', async () => {
    const host = hostAt(null);
    const ask = (path: string) =>
      host.answer({ kind: 'filesystem', id: path, cadence: 'warm', path, timeoutMs: 20_000 });
    const [blockBytes = 0, blocks = 0, free = 0, available = 0] = textOf(await ask('/'))
      .split(' ')
      .map(Number);
    expect(blockBytes * blocks).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(blocks);
    expect(available).toBeLessThanOrEqual(free);
    expect(
      textOf(await ask('/'))
        .trim()
        .split(' '),
    ).toHaveLength(6);
    expect(await ask('/no/such/place')).toMatchObject({ ok: false, reason: 'absent' });
  });
});

describe('the environment of this machine', () => {
  it('falls back to that of this process', async () => {
    process.env.POD_AGENT_TEST_ONLY = 'here';
    const names = ['POD_AGENT_TEST_ONLY', 'POD_AGENT_TEST_NOWHERE'];
    const answer = await hostAt(null).answer({ kind: 'environment', id: 'x', cadence: 'once', names });
    delete process.env.POD_AGENT_TEST_ONLY;
    expect(textOf(answer)).toBe('POD_AGENT_TEST_ONLY=here\n');
  });
});

describe('commands', () => {
  it('answer with what they print, how they end, and in the C locale', async () => {
    const answer = await hostAt(null).answer(
      command(['sh', '-c', 'echo out; echo err >&2; echo $LC_ALL; exit 3']),
    );
    expect(answer).toEqual({ ok: true, text: 'out\nC\n', errorText: 'err\n', exitCode: 3 });
  });

  it('never see a secret', async () => {
    process.env.RUNPOD_API_KEY = 'rpa_secret';
    const answer = await hostAt(null).answer(command(['env']));
    delete process.env.RUNPOD_API_KEY;
    expect(textOf(answer)).toContain('PATH=');
    expect(textOf(answer)).not.toContain('rpa_secret');
  });

  it('that are absent, cannot run or are killed say so', async () => {
    write('bin/broken', '#!/no/such/interpreter\n');
    chmodSync(join(folder, 'bin/broken'), 0o755);
    const host = hostAt(null);
    expect(await host.answer(command(['no-such-command-here']))).toMatchObject({ reason: 'absent' });
    expect(await host.answer(command([join(folder, 'bin/broken')]))).toMatchObject({ reason: 'failed' });
    expect(await host.answer(command(['sh', '-c', 'kill -9 $$']))).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('SIGKILL'),
    });
  });

  it('that take too long end with all they started, also those that refuse to', async () => {
    script('bin/stubborn', [
      "trap '' TERM",
      `sleep 300 & echo $! > ${folder}/child`,
      `echo $$ > ${folder}/own`,
      'wait',
      'sleep 300',
    ]);
    const host = hostAt(null);
    const answer = await host.answer(command([join(folder, 'bin/stubborn')], 3000));
    expect(answer).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await gone(Number(readFileSync(join(folder, 'child'), 'utf8')))).toBe(true);
    expect(await gone(Number(readFileSync(join(folder, 'own'), 'utf8')))).toBe(true);
  });

  it('are not started again while they hang', async () => {
    script('bin/hanging', [`echo run >> ${folder}/runs`, "trap '' TERM", 'sleep 9', 'sleep 9']);
    const host = hostAt(null);
    const ask = () => host.answer(command([join(folder, 'bin/hanging')], 1500));
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ reason: 'timeout' }, { reason: 'timeout' }]);
    expect(await ask()).toMatchObject({ reason: 'timeout' });
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\n');
  });

  it('that print without end are stopped, and do not fill the memory', async () => {
    const answer = await hostAt(null).answer(command(['yes']));
    expect(answer).toMatchObject({
      ok: false,
      reason: 'failed',
      message: expect.stringContaining('more than'),
    });
  });
});

describe('a command that is followed', () => {
  type End = { readonly exitCode: number | null; readonly message: string };

  function follow(argv: readonly [string, ...string[]]) {
    const lines: string[] = [];
    let seen: (line: string) => void = () => {};
    const firstLine = new Promise<string>((resolve) => {
      seen = resolve;
    });
    let following: { stop(): void } = { stop() {} };
    const ended = new Promise<End>((resolve) => {
      following = hostAt(null).follow({
        argv,
        onLine: (line, stream) => {
          lines.push(`${stream}: ${line}`);
          seen(line);
        },
        onEnd: resolve,
      });
    });
    return { lines, firstLine, ended, stop: () => following.stop() };
  }

  it('gives its lines as they come, and its end', async () => {
    const { lines, ended } = follow(['sh', '-c', 'echo one; echo oops >&2; printf "no newline"; exit 4']);
    expect(await ended).toMatchObject({ exitCode: 4 });
    expect([...lines].sort()).toEqual(['stderr: oops', 'stdout: no newline', 'stdout: one']);
  });

  it('ends with its group when it is stopped', async () => {
    const { firstLine, ended, stop } = follow(['sh', '-c', 'sleep 300 & echo $!; wait']);
    const child = Number(await firstLine);
    stop();
    stop();
    expect(await ended).toMatchObject({ exitCode: null, message: expect.stringContaining('SIGTERM') });
    expect(await gone(child)).toBe(true);
  });

  it('says once that it is not there or cannot start, after the handle was given', async () => {
    expect(await follow(['no-such-command-here']).ended).toMatchObject({ exitCode: null });
    write('broken', '#!/no/such/interpreter\n');
    chmodSync(join(folder, 'broken'), 0o755);
    expect(await follow([join(folder, 'broken')]).ended).toMatchObject({
      exitCode: null,
      message: expect.stringContaining('cannot be started'),
    });
  });
});
