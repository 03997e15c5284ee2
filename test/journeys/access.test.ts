/** Entering a pod from the console: a shell that takes the screen and gives it back, and forwards. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../neighbours/free-port.ts';
import { program, runProgram } from '../neighbours/program.ts';
import { type Sshd, sshdMissing, startSshd } from '../neighbours/sshd.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

const run = promisify(execFile);

describe.skipIf(!tmuxIsThere || sshdMissing !== null)('a pod entered from the console', () => {
  let sshd: Sshd;
  let tmux: Tmux;
  let host: string;
  const web = createServer((_asked, answer) => answer.end('from the pod'));
  let webPort = 0;
  let state: string;

  beforeAll(async () => {
    sshd = await startSshd({
      forceCommand: `sh -c 'if [ -z "$SSH_ORIGINAL_COMMAND" ]; then PS1="pod-prompt# " ENV= exec sh -i; else exec sh -c "$SSH_ORIGINAL_COMMAND"; fi'`,
    });
    state = mkdtempSync(join(tmpdir(), 'pod-engine-access-'));
    webPort = await freePort();
    await new Promise<void>((resolve) => web.listen(webPort, '127.0.0.1', resolve));
    host = `${sshd.username}@127.0.0.1:${sshd.port}`;
    tmux = startTmux({
      columns: 120,
      rows: 36,
      command: `${process.execPath} ${program} --ssh ${host} -i ${sshd.clientKeyPath}; echo "exit $?"; cat`,
      environment: {
        TERM: 'tmux-256color',
        XDG_STATE_HOME: state,
        XDG_CONFIG_HOME: state,
        RUNPOD_API_KEY: '',
      },
    });
    await tmux.until((screen) => screen.includes('HEALTH'), 'the console', 40_000);
    await tmux.until((screen) => screen.includes(String(sshd.port)), 'the host', 40_000);
  });
  afterAll(async () => {
    tmux.stop();
    web.close();
    await sshd.stop();
    rmSync(state, { recursive: true, force: true });
  });

  /** Out of whatever an earlier try has left: a shell, a dialog, a page, another size. */
  beforeEach(async () => {
    tmux.resize(120, 36);
    const back = (): string => {
      const screen = tmux.rows().join('\n');
      if (!screen.includes('HEALTH')) tmux.send('C-]', 'Escape', '1');
      return screen;
    };
    await expect.poll(back, { interval: 500 }).toContain('HEALTH');
  });

  let shells = 0;
  async function shell(): Promise<void> {
    // What an earlier shell has left on the screen must not be taken for this one.
    const mark = `ready-${++shells}`;
    tmux.send('s');
    await tmux.until(
      (screen) => screen.includes('^] comes back') && screen.includes('pod-prompt#'),
      'the shell',
    );
    tmux.type(`echo ${mark.replace('-', '-""')}`);
    tmux.send('Enter');
    await tmux.until((screen) => screen.includes(mark), 'an answer of the shell');
  }

  test('s is a shell of the window’s size, and ^] brings the whole screen back', async () => {
    await shell();
    tmux.resize(100, 30);
    // The size takes its time to come there.
    tmux.type(`until stty size | grep -x '30 100'; do sleep 0.1; done; printf 'mark-%s\\n' here; sleep 600`);
    tmux.send('Enter');
    await tmux.until((screen) => /^30 100$/m.test(screen) && /^mark-here/m.test(screen), 'the new size');
    tmux.send('C-c');
    tmux.type('echo after-$((1+1)); printf "\\033[?1002h\\033[?25l"');
    tmux.send('Enter');
    await tmux.until((screen) => screen.includes('after-2'), 'the interrupt');
    tmux.send('C-]');
    await tmux.until((screen) => screen.includes('HEALTH') && !screen.includes('after-2'), 'the console');
    tmux.resize(120, 36);
    await tmux.until((screen) => screen.includes('HEALTH'), 'the console, larger');
  });

  test('a shell that ends comes back, and so does one whose server is killed, with the reason', async () => {
    await shell();
    tmux.type('exit 3');
    tmux.send('Enter');
    await tmux.until((screen) => screen.includes('has ended with 3'), 'the end of the shell');
    await shell();
    await sshd.kill();
    await tmux
      .until((screen) => /▲ shell in .*127\.0\.0\.1/.test(screen), 'the loss')
      .finally(() => sshd.restart());
    await tmux.until((screen) => screen.includes('HEALTH'), 'the console');
  });

  test('F forwards a port, lists it, and x closes it', async () => {
    const port = await freePort();
    tmux.send('F');
    await tmux.until((screen) => screen.includes('Forward from'), 'the form');
    tmux.type('nonsense');
    tmux.send('Enter');
    await tmux.until((screen) => screen.includes('"nonsense" is no port'), 'what is wrong');
    tmux.send('C-u');
    tmux.type(`${port}:127.0.0.1:${webPort}`);
    tmux.send('Enter');
    await tmux.until(
      (screen) => screen.includes('LISTENS ON') && screen.includes(`127.0.0.1:${port}`),
      'the page',
    );
    expect((await run('curl', ['-s', `http://127.0.0.1:${port}/`])).stdout).toBe('from the pod');
    tmux.send('q');
    tmux.send('Enter');
    await tmux.until(
      (screen) => screen.includes('forwards') && screen.includes(`127.0.0.1:${port}`),
      'the detail',
    );
    tmux.send('F');
    await tmux.until((screen) => screen.includes('LISTENS ON'), 'the page again');
    tmux.send('x');
    await tmux.until((screen) => screen.includes('nothing is forwarded'), 'none left');
    await expect(run('curl', ['-s', `http://127.0.0.1:${port}/`])).rejects.toThrow();
  });

  test('ssh-config is what the real ssh reads, with the key that the pod is known by', async () => {
    // Of its own, because the key is another one in the end.
    const kept = mkdtempSync(join(state, 'ssh-config-'));
    const file = join(kept, 'pods', 'config');
    const environment = { XDG_STATE_HOME: kept, XDG_CONFIG_HOME: kept };
    const entered = await runProgram(['ssh', '--ssh', host, '-i', sshd.clientKeyPath, host, '--', 'true'], {
      environment,
    });
    expect(entered, entered.stderr).toMatchObject({ code: 0 });
    const words = ['ssh-config', '--ssh', host, '-i', sshd.clientKeyPath, host];
    const written = await runProgram([...words, '--write', file], { environment });
    expect(written).toMatchObject({ code: 0, stdout: `Include "${file}"\n` });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [, name = ''] = /^Host (\S+)/m.exec(readFileSync(file, 'utf8')) ?? [];
    expect(readFileSync(file, 'utf8')).toContain('StrictHostKeyChecking yes');
    const ssh = (): string =>
      execFileSync('ssh', ['-F', file, '-o', 'BatchMode=yes', name, 'echo by-ssh'], {
        stdio: 'pipe',
      }).toString();
    expect(ssh()).toBe('by-ssh\n');
    await sshd.restart({ newHostKey: true });
    expect(ssh).toThrow('Host key verification failed');
  });
});
