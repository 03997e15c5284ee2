/** A small full-screen program: draws what the keys were, and ends in the way the first argument or a key says. */
import { spawn } from 'node:child_process';
import { createTerminal } from '../../../../source/terminal/terminal.ts';

let keys = '';
let size = '';
let stray = '';

const terminal = createTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  host: process,
  environment: process.env,
  mouse: true,
  onStrayText: (text) => {
    stray += text.trim();
    draw();
  },
  onEvent: (event) => {
    if (event.kind !== 'key') return;
    keys += `${event.key} `;
    draw();
    actions.get(event.key)?.();
  },
});

const actions = new Map<string, () => void>([
  ['q', () => void quit()],
  ['ctrl+z', () => void terminal.suspend()],
  ['s', () => console.log('a library speaks')],
  ['h', () => void terminal.handOver(child)],
  ['T', () => throwLater()],
  ['R', () => void Promise.reject(new Error('a rejection nobody handles'))],
  ['b', () => burst()],
  ['f', () => flood()],
]);

async function quit(): Promise<void> {
  await terminal.close();
  clearInterval(alive);
  process.stdin.unref();
  console.log('farewell');
}

function throwLater(): void {
  setTimeout(() => {
    throw new Error('an error nobody catches');
  });
}

/** A paint larger than what a terminal takes at once, and the end right after it. */
function burst(): void {
  terminal.inkStdout.write(Array.from({ length: 24 }, () => '\x1b[31m日\x1b[32m本'.repeat(40)).join('\n'));
  void quit();
}

/** Paints more than a terminal takes without reading, for two seconds, and then tells how long the process stood still. */
function flood(): void {
  const startedMs = performance.now();
  let longestMs = 0;
  let lastMs = startedMs;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    const row = String(Math.round(nowMs)).repeat(20).slice(0, 80);
    terminal.inkStdout.write(
      Array.from({ length: 24 }, (_, index) => `\x1b[${31 + (index % 6)}m${row}`).join('\n'),
    );
    if (nowMs - startedMs < 2500) return;
    clearInterval(timer);
    terminal.inkStdout.write(`stood still for ${longestMs < 1500 ? 'less' : 'more'} than 1500 ms`);
  }, 5);
}

function child(): Promise<void> {
  return new Promise((resolve) => {
    spawn('sh', ['-c', 'echo child here; read answer; echo "child got $answer"'], { stdio: 'inherit' }).once(
      'exit',
      () => resolve(),
    );
  });
}

function draw(): void {
  size = `${terminal.inkStdout.columns}x${terminal.inkStdout.rows}`;
  terminal.inkStdout.write(`screen ${size}\nkeys ${keys}\nstray ${stray}`);
}

terminal.inkStdout.on('resize', draw);
const alive = setInterval(() => {}, 1000);
terminal.open();
draw();
