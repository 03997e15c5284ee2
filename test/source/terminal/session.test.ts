import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, openPty, type TestPty } from './pty.ts';

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-terminal-'));
let program = '';
let open: TestPty[] = [];

beforeAll(async () => {
  program = await buildProgram('screen', folder);
});

afterEach(() => {
  for (const pty of open) pty.close();
  open = [];
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The program in a shell that has told the terminal's settings before it. Without its line editor it sets no modes. */
async function inShell(): Promise<TestPty> {
  const pty = openPty('bash', ['--norc', '--noediting', '-i']);
  open.push(pty);
  await untilPrompt(pty);
  pty.type(`echo "before [$(stty -g)]"; '${process.execPath}' '${program}'\r`);
  await pty.untilShown('screen 80x24');
  return pty;
}

async function untilPrompt(pty: TestPty): Promise<void> {
  await pty.until('the prompt', () => pty.output().endsWith('prompt> '));
}

/** Lets the shell tell what ended the program, and checks that the terminal is as the program found it. */
async function expectAsFound(pty: TestPty, status: number): Promise<void> {
  await untilPrompt(pty);
  pty.type('echo "ended $? after [$(stty -g)]"\r');
  await pty.untilOutput(`ended ${status} after [`);
  await untilPrompt(pty);
  const [, before] = /before \[([0-9a-f:]+)\]/.exec(pty.output()) ?? [];
  const [, after] = /ended \d+ after \[([0-9a-f:]+)\]/.exec(pty.output()) ?? [];
  expect(after).toBe(before);
  expect(pty.isAlternate()).toBe(false);
  expect(pty.modes()).toMatchObject({
    bracketedPasteMode: false,
    mouseTrackingMode: 'none',
    sendFocusMode: false,
    wraparoundMode: true,
  });
  expect(pty.output().lastIndexOf('\x1b[?25h')).toBeGreaterThan(pty.output().lastIndexOf('\x1b[?25l'));
}

/** The process id of the program, a child of the shell. */
function programPid(pty: TestPty): number {
  return Number(
    execFileSync('pgrep', ['-P', String(pty.pid), '-f', program])
      .toString()
      .trim(),
  );
}

describe('the terminal is left as it was found', () => {
  test('by q, after the last words are printed on the main screen', async () => {
    const pty = await inShell();
    pty.type('q');
    await expectAsFound(pty, 0);
    expect(pty.text()).toContain('farewell');
    expect(pty.text()).not.toContain('screen 80x24');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('by %s, which the shell sees as the end', async (signal, status) => {
    const pty = await inShell();
    process.kill(programPid(pty), signal);
    await expectAsFound(pty, status);
  });

  test.each([
    ['an error nobody catches', 'T'],
    ['a rejection nobody handles', 'R'],
  ])('by %s, which is shown then', async (message, key) => {
    const pty = await inShell();
    pty.type(key);
    await expectAsFound(pty, 1);
    expect(pty.text()).toContain(`Error: ${message}`);
  });

  test('in the middle of a large paint', async () => {
    const pty = await inShell();
    pty.type('b');
    await expectAsFound(pty, 0);
    expect(pty.text()).not.toContain('日');
  });

  test('by Ctrl-Z, and taken again by fg, ten times', async () => {
    const pty = await inShell();
    for (let round = 1; round <= 10; round++) {
      pty.type('\x1a');
      await pty.until('the shell', () => !pty.isAlternate() && pty.text().includes('Stopped'));
      pty.type(`echo "round ${round} [$(stty -g)]"; fg\r`);
      await pty.until(
        'the screen',
        () => pty.isAlternate() && pty.text().includes(`keys ${'ctrl+z '.repeat(round).trim()}`),
      );
    }
    pty.type('q');
    await expectAsFound(pty, 0);
  });
});

describe('without a shell', () => {
  async function alone(): Promise<TestPty> {
    const pty = openPty(process.execPath, [program]);
    open.push(pty);
    await pty.untilShown('screen 80x24');
    return pty;
  }

  test('Ctrl-Z stops the process, which goes on and paints when it is continued', async () => {
    const pty = await alone();
    pty.type('\x1a');
    await pty.until('the stop', () => stateOf(pty.pid) === 'T');
    // What it wrote before it stopped may still be on its way.
    await pty.until("the shell's screen", () => !pty.isAlternate());
    process.kill(pty.pid, 'SIGCONT');
    await pty.until('the screen', () => pty.isAlternate() && pty.text().includes('keys ctrl+z'));
    pty.type('j');
    await pty.untilShown('keys ctrl+z j');
  });

  test('a stop from outside is painted over too', async () => {
    const pty = await alone();
    process.kill(pty.pid, 'SIGSTOP');
    await pty.until('the stop', () => stateOf(pty.pid) === 'T');
    process.kill(pty.pid, 'SIGCONT');
    await pty.until('a second entry', () => pty.output().split('\x1b[?1049h').length === 3);
    pty.type('j');
    await pty.untilShown('keys j');
  });

  test('a terminal that hangs up ends the process', async () => {
    const pty = await alone();
    pty.kill('SIGHUP');
    expect(await pty.untilEnded()).toMatchObject({ signal: 1 });
  });

  test('stray writes come to the screen as text', async () => {
    const pty = await alone();
    pty.type('s');
    await pty.untilShown('stray a library speaks');
  });

  test('a terminal that does not read does not hold the process up, and shows the newest frame then', async () => {
    const pty = await alone();
    pty.type('f');
    pty.pause();
    await new Promise((resolve) => setTimeout(resolve, 2200));
    pty.resume();
    await pty.untilShown('stood still for less than 1500 ms');
    expect(pty.text()).toBe('stood still for less than 1500 ms');
  });

  test('a resize is drawn', async () => {
    const pty = await alone();
    pty.resize(100, 30);
    await pty.untilShown('screen 100x30');
  });

  test('a child has the terminal to itself, keyboard signals included, and the screen comes back', async () => {
    const pty = await alone();
    pty.type('h');
    await pty.untilShown('child here');
    expect(pty.isAlternate()).toBe(false);
    pty.type('typed\r');
    await pty.until('the screen', () => pty.isAlternate() && pty.text().includes('keys h'));
    expect(pty.output()).toContain('child got typed');
    pty.type('h');
    // Typed before the child is there, it would be nobody's.
    await pty.until('the child', () => pty.output().split('child here').length === 3);
    pty.type('\x03');
    await pty.until('the screen', () => pty.isAlternate() && pty.text().includes('keys h h'));
    pty.type('jjj');
    await pty.untilShown('keys h h j j j');
  });
});

/** "T" for a process that is stopped (proc(5)). */
function stateOf(pid: number): string {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)])
    .toString()
    .trim()
    .charAt(0);
}
