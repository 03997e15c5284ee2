/** One program at one size: first paint, quiet costs, and what a key costs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, residentMebibytes } from './process-usage.mjs';
import { startPtyProgram } from './pty-program.mjs';
import { quantile, round } from './statistics.mjs';

const paintDeadlineMs = 15_000;
const keyDeadlineMs = 2000;

/** Milliseconds from the start of the process to its first whole frame, the median of some starts. */
export async function firstPaintMs(subject, size, startCount) {
  const times = [];
  for (let start = 0; start < startCount; start++) {
    const program = startPtyProgram({ ...subject, ...size });
    const ms = await program.untilOutput(subject.isPainted, paintDeadlineMs);
    if (ms !== null) times.push(ms);
    await sleep(300);
    await program.stop('q');
  }
  return quantile(times, 0.5);
}

export async function measure(subject, size, { settleSeconds, quietSeconds, keyCount }) {
  const program = startPtyProgram({ ...subject, ...size });
  await program.untilOutput(subject.isPainted, paintDeadlineMs);
  await sleep(settleSeconds * 1000);
  const quiet = await costOf(program, () => sleep(quietSeconds * 1000));
  const delays = [];
  const busy = await costOf(program, async () => {
    for (let index = 0; index < keyCount && !program.hasEnded(); index++) {
      delays.push(await keyDelayMs(program, subject, index));
    }
  });
  const residentMiB = residentMebibytes(program.pid);
  await program.stop('q');
  const answered = delays.filter((delay) => delay !== null);
  return {
    'key p50 ms': round(quantile(answered, 0.5), 1),
    'key p95 ms': round(quantile(answered, 0.95), 1),
    'keys lost': delays.length - answered.length,
    'CPU ms/key': round(above(busy, quiet, 'cpu', keyCount) * 1000, 2),
    'B/key': round(above(busy, quiet, 'bytes', keyCount), 0),
    'quiet CPU %': round((quiet.cpu / quiet.seconds) * 100, 2),
    'quiet B/s': round(quiet.bytes / quiet.seconds, 0),
    'RSS MiB': round(residentMiB, 0),
  };
}

/** Keys come at moments that have nothing to do with the program's own clock. */
async function keyDelayMs(program, { keys, answers }, index) {
  await sleep(40 + Math.random() * 120);
  const delay = program.untilOutput(answers, keyDeadlineMs);
  program.type(keys[index % keys.length]);
  return await delay;
}

async function costOf(program, run) {
  const before = { atMs: performance.now(), cpu: cpuSeconds(program.pid), bytes: program.bytes() };
  await run();
  return {
    seconds: (performance.now() - before.atMs) / 1000,
    cpu: cpuSeconds(program.pid) - before.cpu,
    bytes: program.bytes() - before.bytes,
  };
}

/** What one key costs beyond what the program spends in the same time without keys. */
function above(busy, quiet, field, keyCount) {
  return (busy[field] - (quiet[field] / quiet.seconds) * busy.seconds) / keyCount;
}
