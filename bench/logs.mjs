/**
 * What logs cost in the bundle that is released: a file of a pod is flooded over a real sshd, while keys are pressed on a
 * real terminal device. Lines a second that arrive, from a key to its answer, memory with all lines read.
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
  const row = await measure();
  if (flags.json) console.log(JSON.stringify(row, null, 2));
  else console.table([row]);
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
  await program.untilOutput((text) => text.includes('127.0.0.1'), 15_000);
  await sleep(4000);
  program.type('l');
  if ((await program.untilOutput((text) => text.includes('the first line'), 20_000)) === null)
    throw new Error('The logs were not shown within 20 s.');
  const before = { atMs: performance.now(), cpu: cpuSeconds(program.pid) };
  const last = program.untilOutput((text) => text.includes('the last line'), 120_000);
  const flooded = flood();
  const delays = [];
  // Each key changes the title, which nothing else does: held, and followed again.
  for (let index = 0; index < keyCount; index++) {
    const answer = index % 2 === 0 ? 'G follows' : 'following';
    const delay = program.untilOutput((text) => text.includes(answer.slice(0, 5)), keyDeadlineMs);
    program.type(index % 2 === 0 ? 'k' : 'G');
    delays.push(await delay);
    await sleep(60);
  }
  program.type('G');
  await flooded;
  const hasAll = (await last) !== null;
  const seconds = (performance.now() - before.atMs) / 1000;
  const row = {
    lines: lineCount,
    'all seen': hasAll,
    'lines/s': round(lineCount / seconds, 0),
    'key p50 ms': round(quantile(delays.filter(isNumber), 0.5), 1),
    'key p95 ms': round(quantile(delays.filter(isNumber), 0.95), 1),
    'keys lost': delays.filter((delay) => delay === null).length,
    'CPU %': round(((cpuSeconds(program.pid) - before.cpu) / seconds) * 100, 0),
    'RSS MiB': round(residentMebibytes(program.pid), 0),
  };
  await program.stop('\x03');
  return row;
}

async function flood() {
  const size = rate / slicesPerSecond;
  for (let written = 0; written < lineCount; written += size) {
    const lines = Array.from({ length: size }, (_, index) => `${written + index} INFO ${'x'.repeat(90)}`);
    appendFileSync(log, `${lines.join('\n')}\n`);
    await sleep(1000 / slicesPerSecond);
  }
  appendFileSync(log, 'the last line\n');
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
