/**
 * Builds of the console beside each other, for a machine that is busy with other things: turn by turn in one run, and by
 * the processor's time rather than the clock's.
 *
 *     node bench/compare.mjs dist-before/pod-engine.js dist/pod-engine.js [--pods 50] [--starts 15] [--seconds 60]
 *
 * A start is measured up to its first whole frame. The quiet costs are those of consoles that run at the same time on one
 * fleet; with --seconds 0 they are left out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startLocalFleet } from './local-fleet.mjs';
import { cpuSeconds, residentMebibytes } from './process-usage.mjs';
import { startPtyProgram } from './pty-program.mjs';
import { consoleSubject } from './screen-subjects.mjs';
import { quantile, round } from './statistics.mjs';

const { values: flags, positionals: programs } = parseArgs({
  allowPositionals: true,
  options: {
    pods: { type: 'string', default: '50' },
    starts: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '60' },
    settle: { type: 'string', default: '20' },
  },
});
const size = { columns: 120, rows: 40 };
const paintDeadlineMs = 15_000;
if (programs.length === 0) {
  console.error('Name the builds, each by its dist/pod-engine.js.');
  process.exit(2);
}

const fleet = await startLocalFleet({ program: programs[0], podCount: Number(flags.pods) });
const rows = programs.map((program) => ({ program, starts: [] }));
const subjects = programs.map((program) =>
  consoleSubject({ name: program, program, environment: fleet.environment }),
);
try {
  for (let turn = 0; turn < Number(flags.starts); turn++)
    for (const [index, subject] of subjects.entries()) rows[index].starts.push(await startOnce(subject));
  const quiet = Number(flags.seconds) > 0 ? await quietCosts() : [];
  console.table(
    rows.map(({ program, starts }, index) => ({ program, ...ofStarts(starts), ...quiet[index] })),
  );
} finally {
  await fleet.stop();
}

async function startOnce(subject) {
  const program = startPtyProgram({ ...subject, ...size });
  const ms = await program.untilOutput(subject.isPainted, paintDeadlineMs);
  const cpuMs = cpuSeconds(program.pid) * 1000;
  await sleep(300);
  await program.stop('q');
  return { ms, cpuMs };
}

/** Whatever else runs only adds: the lower quartile says more than the median. */
function ofStarts(starts) {
  const at = (field, share) =>
    round(
      quantile(
        starts.map((start) => start[field]),
        share,
      ),
      0,
    );
  return { 'start ms, p25': at('ms', 0.25), 'start CPU ms, p25': at('cpuMs', 0.25), p50: at('cpuMs', 0.5) };
}

async function quietCosts() {
  const running = subjects.map((subject) => startPtyProgram({ ...subject, ...size }));
  await sleep(Number(flags.settle) * 1000);
  const before = running.map(({ pid, bytes }) => ({ cpu: cpuSeconds(pid), bytes: bytes() }));
  await sleep(Number(flags.seconds) * 1000);
  const costs = running.map(({ pid, bytes }, index) => ({
    'quiet CPU %': round(((cpuSeconds(pid) - before[index].cpu) / Number(flags.seconds)) * 100, 2),
    'quiet B/s': round((bytes() - before[index].bytes) / Number(flags.seconds), 0),
    'RSS MiB': round(residentMebibytes(pid), 0),
  }));
  for (const program of running) await program.stop('q');
  return costs;
}
