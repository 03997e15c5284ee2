/**
 * The load generator beside wrk, on the same nginx in the same run: throughput and latencies in the closed loop, in turns;
 * then nginx is stopped for one second in eight, where the true p99 follows from the schedule.
 *
 *     node bench/engine.mjs [--rounds 9] [--seconds 3] [--connections 50] [--rate 1000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { startBenchNginx } from './engine-nginx.mjs';
import { quantile, round } from './statistics.mjs';
import { runWrk, wrkMissing } from './wrk.mjs';

const warmUpMs = 500;
const stallSeconds = 8;
const stallFromMs = 3000;
const stallMs = 1000;
const quietLoadAverage = 0.5;
const goals = { ratio: 0.95, tailErrorPercent: 5 };

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
    rate: { type: 'string', default: '1000' },
  },
});
const numbers = Object.fromEntries(Object.entries(flags).map(([name, text]) => [name, Number(text)]));
for (const [name, value] of Object.entries(numbers)) {
  if (Number.isInteger(value) && value > 0) continue;
  console.error(`--${name} is "${flags[name]}". It must be a whole number from 1.`);
  process.exit(2);
}

const nginx = await startBenchNginx();
if (nginx === null) {
  console.error('nginx is not installed (apt-get install nginx).');
  process.exit(2);
}
if (wrkMissing !== null) console.log(`${wrkMissing}: our own figures stand alone.`);
const runLoad = await loadEngine();
// Three processes share the processors already; a fourth moves the figures by tens of percent.
const [loadAverage] = loadavg();
if (loadAverage > quietLoadAverage)
  console.log(
    `Load average ${round(loadAverage, 2)}: other work runs on this machine and moves these figures.`,
  );
const url = `http://127.0.0.1:${nginx.port}/page.html`;
try {
  await compareThroughput();
  await compareStall();
} finally {
  await nginx.stop();
}

async function loadEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-bench-'));
  const outfile = join(folder, 'engine.mjs');
  const entryPoints = ['pod-agent/measures/engine/run-load.ts'];
  await esbuild.build({
    entryPoints,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
  });
  const engine = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return engine.runLoad;
}

/** Who begins changes from round to round, so that neither always has the quieter moment. */
async function compareThroughput() {
  const rounds = { ours: [], wrk: [] };
  for (let number = 0; number < numbers.rounds; number += 1) {
    const turns = [measureOurs, measureWrk];
    for (const turn of number % 2 === 0 ? turns : turns.reverse()) await turn(rounds);
  }
  const { rounds: count, seconds, connections } = numbers;
  console.log(
    `\n${count} rounds of ${seconds} s, closed loop, ${connections} connections, Node ${process.version}\n`,
  );
  console.table(
    rounds.ours.map((ours, index) => ({ ...named('ours', ours), ...named('wrk', rounds.wrk[index]) })),
  );
  const median = (runs) =>
    quantile(
      runs.map(({ requestsPerSecond }) => requestsPerSecond),
      0.5,
    );
  console.log(
    `The generator limited itself in ${rounds.ours.filter(({ isLimiting }) => isLimiting).length} rounds.`,
  );
  if (rounds.wrk.length === 0) return;
  const ratios = rounds.ours.map((run, index) => run.requestsPerSecond / rounds.wrk[index].requestsPerSecond);
  console.log(`Ratios of the rounds: ${ratios.map((each) => round(each, 2)).join(' ')}`);
  sayRatio('Ratio of the medians', median(rounds.ours) / median(rounds.wrk));
  // The two of a round share their moment, so that this one moves less where the machine changes its pace.
  sayRatio('Median of the ratios', quantile(ratios, 0.5));
}

function sayRatio(name, ratio) {
  const verdict = ratio >= goals.ratio ? 'reached' : 'missed';
  console.log(`${name}: ${round(ratio, 3)} (goal ${goals.ratio}: ${verdict}).`);
}

async function measureOurs(rounds) {
  const options = { durationMs: numbers.seconds * 1000, requestsPerSecond: null };
  const { requestsPerSecond, latency, generator } = await ask(options);
  const { p50Ms, p99Ms } = latency;
  rounds.ours.push({ requestsPerSecond, p50Ms, p99Ms, ...generator });
}

async function measureWrk(rounds) {
  if (wrkMissing !== null) return;
  rounds.wrk.push(await runWrk({ url, connections: numbers.connections, seconds: numbers.seconds }));
}

function named(who, run) {
  if (run === undefined) return {};
  const { requestsPerSecond, p50Ms, p99Ms, cpuPercent } = run;
  const figures = {
    'req/s': round(requestsPerSecond, 0),
    'p50 ms': round(p50Ms, 3),
    'p99 ms': round(p99Ms, 3),
  };
  const entries = Object.entries(
    cpuPercent === undefined ? figures : { ...figures, 'CPU %': round(cpuPercent, 0) },
  );
  return Object.fromEntries(entries.map(([name, value]) => [`${who} ${name}`, value]));
}

async function compareStall() {
  const durationMs = stallSeconds * 1000;
  const open = await withStall(warmUpMs, () => ask({ durationMs, requestsPerSecond: numbers.rate }));
  const closed = await withStall(warmUpMs, () => ask({ durationMs, requestsPerSecond: null }));
  const { connections } = numbers;
  const wrk =
    wrkMissing === null
      ? await withStall(0, () => runWrk({ url, connections, seconds: stallSeconds }))
      : null;
  const truthMs = trueTail(durationMs, open);
  const errorPercent = (open.result.latency.p99Ms / truthMs - 1) * 100;
  console.log(`\nnginx stopped for ${stallMs / 1000} s in ${stallSeconds} s: p99 in milliseconds\n`);
  console.table({
    'truth, from the schedule': { 'p99 ms': round(truthMs, 1) },
    [`ours, open loop at ${numbers.rate}/s`]: tail(open.result.latency.p99Ms, open.stalledMs),
    'ours, closed loop': tail(closed.result.latency.p99Ms, closed.stalledMs),
    ...(wrk === null ? {} : { 'wrk, closed loop': tail(wrk.result.p99Ms, wrk.stalledMs) }),
  });
  const verdict = Math.abs(errorPercent) <= goals.tailErrorPercent ? 'reached' : 'missed';
  console.log(`Ours is ${round(errorPercent, 2)} % off (goal ${goals.tailErrorPercent} %: ${verdict}).`);
}

function tail(p99Ms, stalledMs) {
  return { 'p99 ms': round(p99Ms, 1), 'stopped for ms': round(stalledMs, 1) };
}

/** Gives the result, and how long the stop truly was: timers are late on a busy machine. */
async function withStall(delayMs, measure) {
  const startedMs = performance.now();
  const running = measure();
  await sleep(delayMs + stallFromMs);
  const stoppedMs = performance.now();
  nginx.pause();
  await sleep(stallMs);
  nginx.resume();
  const resumedMs = performance.now();
  const fromMs = stoppedMs - startedMs - delayMs;
  return { result: await running, fromMs, stalledMs: resumedMs - stoppedMs };
}

/** The p99 of a server that answers at once except while it is stopped: each request waits for the end of the stop. */
function trueTail(durationMs, { fromMs, stalledMs }) {
  const intervalMs = 1000 / numbers.rate;
  const waits = Array.from({ length: Math.floor(durationMs / intervalMs) }, (_, place) => {
    const sinceStopMs = place * intervalMs - fromMs;
    return sinceStopMs >= 0 && sinceStopMs < stalledMs ? stalledMs - sinceStopMs : 0;
  });
  return quantile(waits, 0.99);
}

function ask({ durationMs, requestsPerSecond }) {
  const target = { host: '127.0.0.1', port: nginx.port, path: '/page.html', hostHeader: '127.0.0.1' };
  const { signal } = new AbortController();
  return runLoad(target, {
    connections: numbers.connections,
    durationMs,
    warmUpMs,
    requestsPerSecond,
    signal,
  });
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
