/**
 * What the agent costs the pod: CPU and memory of `pod-agent stream` at one sample a second, whole process tree, beside
 * node_exporter in the same run on the same machine.
 *
 *     node bench/agent.mjs [--seconds 60] [--agent dist/pod-agent.js] [--alone]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startNodeExporter } from './node-exporter.mjs';
import { costOfTree, privateBytes } from './process-tree.mjs';

/** Start-up, the inventory's child among it, is paid once and is no part of a rate. */
const warmUpMs = 10_000;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    agent: { type: 'string', default: 'dist/pod-agent.js' },
    alone: { type: 'boolean', default: false },
  },
});
const seconds = Number(flags.seconds);
if (!Number.isInteger(seconds) || seconds < 5) {
  console.error(`--seconds is "${flags.seconds}". It must be a whole number from 5.`);
  process.exit(2);
}
if (!existsSync(flags.agent)) {
  console.error(`${flags.agent} is not there. Build it first: npm run build`);
  process.exit(2);
}

const subjects = [startAgent(), flags.alone ? null : await startNodeExporter()].filter(
  (subject) => subject !== null,
);
await sleep(warmUpMs);
const series = subjects.map(() => []);
const startedMs = performance.now();
for (let second = 0; second <= seconds; second++) {
  for (const [index, { pid }] of subjects.entries()) {
    series[index].push({ atMs: performance.now(), ...costOfTree(pid) });
  }
  await sleep(startedMs + (second + 1) * 1000 - performance.now());
}
const rows = subjects.map((subject, index) => row(subject, series[index]));
for (const subject of subjects) subject.stop();
console.log(`\n${seconds} s at 1 Hz, Node ${process.version}. CPU is a share of one core.\n`);
console.table(Object.fromEntries(rows));
for (const [index, { name }] of subjects.entries()) {
  console.log(`RSS of ${name} over the run, in MiB: ${sixths(series[index]).join('  ')}`);
}

function startAgent() {
  const child = spawn(process.execPath, [flags.agent, 'stream'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let bytes = 0;
  child.stdout.on('data', (chunk) => {
    bytes += chunk.length;
  });
  return { name: 'pod-agent stream', pid: child.pid, bytes: () => bytes, stop: () => child.stdin.end() };
}

function row({ name, pid, bytes }, readings) {
  const [first, last] = [readings[0], readings.at(-1)];
  const cpuPercent = ((last.cpuSeconds - first.cpuSeconds) / (last.atMs - first.atMs)) * 100_000;
  const resident = readings.map(({ residentBytes }) => residentBytes);
  return [
    name,
    {
      'CPU %': Number(cpuPercent.toFixed(3)),
      'RSS MiB': mebibytes(last.residentBytes),
      'RSS max MiB': mebibytes(Math.max(...resident)),
      'RSS growth MiB': mebibytes(median(resident.slice(-10)) - median(resident.slice(0, 10))),
      'private MiB': mebibytes(privateBytes(pid)),
      processes: last.processCount,
      'B/s out': bytes === undefined ? null : Math.round(bytes() / (seconds + warmUpMs / 1000)),
    },
  ];
}

/** One median for each sixth of the run: a leak goes on rising, a heap that fills to its usual size does not. */
function sixths(readings) {
  const length = Math.max(1, Math.floor(readings.length / 6));
  return Array.from({ length: 6 }, (_, part) =>
    mebibytes(
      median(readings.slice(part * length, (part + 1) * length).map(({ residentBytes }) => residentBytes)),
    ),
  );
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function mebibytes(bytes) {
  return Number((bytes / 1024 / 1024).toFixed(1));
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
