/**
 * What logs cost in the bundle that is released: a file of a pod is flooded over a real sshd, while keys are pressed on a
 * real terminal device. How far the page is behind when the flood ends, from a key to its answer on the screen meanwhile,
 * processor time, and memory with all lines read.
 *
 *     node bench/logs.mjs [--lines 100000] [--rate 10000] [--keys 100] [--json]
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import headless from '@xterm/headless';
import { cpuSeconds, residentMebibytes } from './process-usage.mjs';
import { startPtyProgram } from './pty-program.mjs';
import { quantile, round } from './statistics.mjs';

const { values: flags } = parseArgs({
  options: {
    program: { type: 'string', default: 'dist/pod-engine.js' },
    lines: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '10000' },
    keys: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const lineCount = Number(flags.lines);
const rate = Number(flags.rate);
const keyCount = Number(flags.keys);
const slicesPerSecond = 10;
const keyDeadlineMs = 5000;

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-bench-logs-'));
const log = join(folder, 'app.log');
const sshd = await startSshd();
try {
  const figures = await measure();
  if (flags.json) console.log(JSON.stringify(Object.fromEntries(figures), null, 2));
  else for (const [name, value] of figures) console.log(`${name.padEnd(46)} ${value}`);
} finally {
  sshd.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  writeFileSync(log, 'the first line\n');
  const target = `${userInfo().username}@127.0.0.1:${sshd.port}`;
  const program = startPtyProgram({
    file: process.execPath,
    words: [flags.program, '--ssh', target, '-i', join(folder, 'client')],
    columns: 120,
    rows: 40,
    env: environment(),
  });
  const screen = screenOf(program);
  await screen.until((text) => text.includes('links 1/1'), 30_000, 'a live link');
  program.type('l');
  await screen.until((text) => text.includes('the first line'), 20_000, 'the logs');
  const beganMs = performance.now();
  const cpuBefore = cpuSeconds(program.pid);
  let isFlooding = true;
  const flooded = flood().then(() => {
    isFlooding = false;
    return performance.now();
  });
  await screen.until((text) => text.split('INFO xxx').length > 5, 20_000, 'the flood');
  const delays = [];
  // Each key changes the title, which nothing else does: held, and followed again.
  for (let index = 0; isFlooding && index < keyCount; index++) {
    const isHeld = index % 2 === 0;
    program.type(isHeld ? 'k' : 'G');
    delays.push(
      await screen.wait((text) => text.includes(isHeld ? 'G follows' : ' following '), keyDeadlineMs),
    );
    await sleep(60);
  }
  const endedMs = await flooded;
  program.type('G');
  appendFileSync(log, 'the last line\n');
  const all = String(lineCount + 2).replace(/\B(?=(\d{3})+$)/g, ' ');
  const isWhole = (text) => text.includes('the last line') && text.includes(` ${all} lines`);
  const behindMs = await screen.wait(isWhole, 120_000);
  const seconds = (performance.now() - beganMs) / 1000;
  const answered = delays.filter(isNumber);
  const figures = [
    ['lines written', lineCount + 2],
    ['written, lines/s', round(lineCount / ((endedMs - beganMs) / 1000), 0)],
    ['all of them counted, the last one shown', behindMs === null ? 'no' : 'yes'],
    ['so long after the end of the flood, ms', round(behindMs, 0)],
    ['keys pressed in the flood', delays.length],
    ['keys without an answer within 5 s', delays.length - answered.length],
    ['from a key to its answer, median, ms', round(quantile(answered, 0.5), 1)],
    ['from a key to its answer, 95 of 100, ms', round(quantile(answered, 0.95), 1)],
    [
      'processor time of the console, % of one core',
      round(((cpuSeconds(program.pid) - cpuBefore) / seconds) * 100, 0),
    ],
    ['memory of the console at the end, RSS MiB', round(residentMebibytes(program.pid), 0)],
  ];
  await program.stop('\x03');
  return figures;
}

/** The screen as a terminal has it: only the cells that change are sent. */
function screenOf(program) {
  const terminal = new headless.Terminal({ cols: 120, rows: 40, allowProposedApi: true });
  const waiting = new Set();
  program.onOutput((output) =>
    terminal.write(output, () => {
      for (const look of [...waiting]) look();
    }),
  );
  const text = () =>
    Array.from(
      { length: 40 },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    ).join('\n');

  /** Milliseconds until the screen is as wanted; null when it is not in time. */
  function wait(accepts, deadlineMs) {
    const fromMs = performance.now();
    return new Promise((resolve) => {
      const finish = (value) => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve(value);
      };
      const look = () => accepts(text()) && finish(performance.now() - fromMs);
      const timer = setTimeout(() => finish(null), deadlineMs);
      waiting.add(look);
      look();
    });
  }

  async function until(accepts, deadlineMs, what) {
    if ((await wait(accepts, deadlineMs)) !== null) return;
    throw new Error(`Not seen within ${deadlineMs / 1000} s: ${what}. The screen was:\n${text()}`);
  }

  return { wait, until };
}

async function flood() {
  const size = rate / slicesPerSecond;
  for (let written = 0; written < lineCount; written += size) {
    const lines = Array.from({ length: size }, (_, index) => `${written + index} INFO ${'x'.repeat(90)}`);
    appendFileSync(log, `${lines.join('\n')}\n`);
    await sleep(1000 / slicesPerSecond);
  }
}

function environment() {
  const { PATH } = process.env;
  const places = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, POD_ENGINE_LOG_FILES: log };
  return { PATH, ...places, TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' };
}

async function startSshd() {
  const port = await freePort();
  for (const name of ['host', 'client'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  mkdirSync('/run/sshd', { recursive: true });
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'client.pub')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
  ];
  writeFileSync(join(folder, 'sshd_config'), `${lines.join('\n')}\n`);
  const child = spawn('/usr/sbin/sshd', ['-D', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  await sleep(500);
  return Object.assign(child, { port });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isNumber(value) {
  return typeof value === 'number';
}
