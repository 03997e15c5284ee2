/** Changes of this machine, on files and with commands that harm nobody. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalChanges, type LocalChanges } from '../../../pod-agent/host/local-changes.ts';
import { isRunning, until } from '../built-agent.ts';

let folder = '';
let changes: LocalChanges;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-agent-changes-'));
  changes = createLocalChanges();
});

afterEach(() => {
  changes.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Why there can be no read-only mount here; null when there can. */
const mountMissing = readOnlyMountMissing();

function readOnlyMountMissing(): string | null {
  if (process.getuid?.() !== 0) return 'only root may mount';
  const place = mkdtempSync(join(tmpdir(), 'pod-agent-mount-'));
  try {
    mountReadOnly(place);
    execFileSync('umount', [place]);
    return null;
  } catch {
    return 'mounting is not permitted';
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function mountReadOnly(place: string): void {
  execFileSync('mount', ['--bind', place, place], { stdio: 'ignore' });
  execFileSync('mount', ['-o', 'remount,ro,bind', place], { stdio: 'ignore' });
}

describe('writing', () => {
  it('puts the text into a file that is there', async () => {
    const path = join(folder, 'setting');
    writeFileSync(path, '60');
    expect(await changes.writeFile(path, '10')).toEqual({ ok: true });
    expect(readFileSync(path, 'utf8')).toBe('10');
  });

  it('makes no file where there is none', async () => {
    const path = join(folder, 'no-such-setting');
    expect(await changes.writeFile(path, '10')).toEqual({
      ok: false,
      errno: 'ENOENT',
      message: 'no such file or directory',
    });
    expect(existsSync(path)).toBe(false);
  });

  it('says why the kernel refuses: a setting that nobody may write, and one that takes no such text', async () => {
    expect(await changes.writeFile('/proc/sys/kernel/osrelease', 'x')).toMatchObject({ errno: 'EACCES' });
    expect(await changes.writeFile(folder, 'x')).toMatchObject({ errno: 'EISDIR' });
    // Of this very process, and refused: the score ends at 1000.
    expect(await changes.writeFile('/proc/self/oom_score_adj', '5000')).toMatchObject({ errno: 'EINVAL' });
  });

  it.skipIf(mountMissing !== null)(
    `says that a filesystem is read-only${mountMissing === null ? '' : ` (skipped: ${mountMissing})`}`,
    async () => {
      const place = join(folder, 'mounted');
      mkdirSync(place);
      writeFileSync(join(place, 'setting'), '60');
      mountReadOnly(place);
      try {
        expect(await changes.writeFile(join(place, 'setting'), '10')).toEqual({
          ok: false,
          errno: 'EROFS',
          message: 'read-only file system',
        });
        expect(readFileSync(join(place, 'setting'), 'utf8')).toBe('60');
      } finally {
        execFileSync('umount', [place]);
      }
    },
  );
});

describe('commands', () => {
  function script(name: string, lines: readonly string[]): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  it('answer with what they print and how they exit', async () => {
    const path = script('tool', ['echo "$LC_ALL $1"', 'echo no >&2', 'exit 3']);
    expect(await changes.run([path, 'a b'], 10_000)).toEqual({
      ok: true,
      text: 'C a b\n',
      exitCode: 3,
      errorText: 'no\n',
    });
  });

  it('that are not there are absent', async () => {
    expect(await changes.run(['no-such-command-here'], 1000)).toMatchObject({ ok: false, reason: 'absent' });
  });

  it('that hang are given up at their deadline', async () => {
    const path = script('hanging', ["trap '' TERM", `echo $$ >${folder}/pid`, 'sleep 300']);
    expect(await changes.run([path], 500)).toMatchObject({ ok: false, reason: 'timeout' });
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await until(() => !isRunning(pid), 'the end of one that refuses to end');
  });

  it('end with their group when the door is closed', async () => {
    const path = script('long', [`echo $$ >${folder}/pid`, 'sleep 300 & wait']);
    const answer = changes.run([path], 20_000);
    await until(() => existsSync(join(folder, 'pid')), 'the command');
    const pid = () => Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await until(() => pid() > 0, 'its process id');
    changes.close();
    expect(await answer).toMatchObject({ ok: false, reason: 'failed' });
    expect(isRunning(pid())).toBe(false);
  });
});
