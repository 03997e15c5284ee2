/** `pod-engine ssh` on a real terminal, in a real sshd. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { program, runProgram } from '../neighbours/program.ts';
import { type Sshd, sshdMissing, startSshd } from '../neighbours/sshd.ts';
import { openPty, type TestPty } from '../source/terminal/pty.ts';

describe.skipIf(sshdMissing !== null)(`pod-engine ssh in a real sshd${sshdMissing ?? ''}`, () => {
  let sshd: Sshd;
  let words: readonly string[];
  const open: TestPty[] = [];

  beforeAll(async () => {
    const home = '/tmp';
    sshd = await startSshd({
      // The shell of these sessions reads nobody's start-up files.
      configuration: ['AcceptEnv LANG LC_*', 'PermitUserRC no'],
      forceCommand: `sh -c 'if [ -z "$SSH_ORIGINAL_COMMAND" ]; then cd ${home}; PS1="pod-prompt# " ENV= exec sh -i; else exec sh -c "$SSH_ORIGINAL_COMMAND"; fi'`,
    });
    const host = `${sshd.username}@127.0.0.1:${sshd.port}`;
    words = ['ssh', '--ssh', host, '-i', sshd.clientKeyPath, host];
  });
  afterEach(() => {
    for (const pty of open.splice(0)) pty.close();
  });
  afterAll(() => sshd.stop());

  const variables = (): Record<string, string> => ({
    XDG_STATE_HOME: join(sshd.directory, 'state'),
    XDG_CONFIG_HOME: join(sshd.directory, 'config'),
  });

  async function shell(): Promise<TestPty> {
    const given = Object.entries(variables()).map(([name, value]) => `${name}=${value}`);
    const command = `env ${given.join(' ')} ${process.execPath} ${program} ${words.join(' ')}; echo "exit $?"; stty -a | grep -o '.icanon'`;
    const pty = openPty('sh', ['-c', `${command}; cat`]);
    open.push(pty);
    await pty.untilShown('^] comes back');
    await pty.untilShown('pod-prompt#');
    return pty;
  }

  test('is a shell with a window that follows, whose interrupt stays there, and comes back by ^]', async () => {
    const pty = await shell();
    pty.type('stty size\r');
    await pty.untilShown('24 80');
    pty.resize(100, 31);
    // The size takes its time to come there, and the signal of it may come to the command and not to the shell.
    pty.type('until stty size | grep -x "31 10[0]"; do sleep 0.1; done\r');
    await pty.until('the new size there', () => /^31 100$/m.test(pty.text()));
    pty.type('sleep 600\r');
    await pty.untilShown('sleep 600');
    pty.type('\x03');
    pty.type('echo after-$((40+2))\r');
    await pty.untilShown('after-42');
    pty.type('\x1d');
    await pty.untilShown('exit 0');
    await pty.until('a cooked terminal', () => / icanon/.test(pty.text()));
  });

  test('gives the exit code of the shell', async () => {
    const pty = await shell();
    pty.type('exit 7\r');
    // In a line of its own: what was typed stands behind the prompt.
    await pty.until('the exit code', () => /^exit 7$/m.test(pty.text()));
  });

  test('a terminal left in other modes is mended, and what acts on it is not let through', async () => {
    const pty = await shell();
    const modes = '\\033[?1049h\\033[?1002h\\033[?1006h\\033[?2004h\\033[?1h\\033[?25l\\033[31m\\033(0';
    const acts = '\\033]52;c;ZXZpbA==\\007\\033[18t\\033]11;?\\007';
    pty.type(`printf '${modes}${acts}seen'; kill -9 $$\r`);
    await pty.untilOutput('\x1b[?1049h');
    await pty.untilShown('exit ');
    expect(pty.isAlternate()).toBe(false);
    expect(pty.modes()).toMatchObject({
      mouseTrackingMode: 'none',
      bracketedPasteMode: false,
      applicationCursorKeysMode: false,
    });
    expect(pty.output()).not.toContain('\x1b]52;');
    expect(pty.output()).not.toContain('\x1b[18t');
    expect(pty.output()).not.toContain('\x1b]11;?');
    pty.type('plain text\r');
    await pty.untilShown('plain text');
  });

  test('a full-screen program works, and ^] comes back out of the middle of it', async () => {
    const pty = await shell();
    pty.type('seq 1 500 | less\r');
    await pty.until('less', () => pty.text().includes('20\n21'));
    pty.type('G');
    await pty.untilShown('500');
    pty.type('\x1d');
    await pty.untilShown('exit 0');
    expect(pty.isAlternate()).toBe(false);
  });

  test('a lost connection comes back with its reason, as exit 5', async () => {
    const pty = await shell();
    const { port } = sshd;
    await sshd.kill();
    await pty.untilShown('exit 5').finally(() => sshd.restart());
    expect(pty.text()).toContain(`127.0.0.1:${port}`);
  });

  test('runs one command with its streams and its exit code', async () => {
    const environment = variables();
    const ended = await runProgram([...words, '--', 'echo out; echo err >&2; exit 23'], { environment });
    expect(ended).toEqual({ code: 23, stdout: 'out\n', stderr: 'err\n' });
    expect((await runProgram([...words, '--', 'kill', '-9', '$$'], { environment })).code).toBe(137);
    expect((await runProgram([...words, '--', 'ls', '--help'], { environment })).stdout).toContain(
      'Usage: ls',
    );
  });

  test('hands standard input on to its end', async () => {
    const folder = join(sshd.directory, 'pipe');
    mkdirSync(folder, { recursive: true });
    const script = join(folder, 'run.sh');
    const given = Object.entries(variables()).map(([name, value]) => `export ${name}=${value}`);
    writeFileSync(
      script,
      `${given.join('\n')}\nhead -c 3000000 /dev/zero | ${process.execPath} ${program} ${words.join(' ')} -- wc -c\n`,
    );
    chmodSync(script, 0o755);
    const { execFileSync } = await import('node:child_process');
    expect(execFileSync('sh', [script]).toString().trim()).toBe('3000000');
  });

  test('who cannot be reached is named, as exit 5', async () => {
    const host = `${sshd.username}@127.0.0.1:1`;
    const ended = await runProgram(['ssh', '--ssh', host, '-i', sshd.clientKeyPath, host, '--', 'true'], {
      environment: variables(),
    });
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain('127.0.0.1:1 refused the connection');
  });
});
