/** CPU against the limit: used up, held back by the quota, waited for, or a single thread that cannot go faster. */
import { cpu as collector, quotaFile, usageFile } from '../collectors/cpu.ts';
import { load } from '../collectors/load.ts';
import { pressure } from '../collectors/pressure.ts';
import { processes } from '../collectors/processes.ts';
import { defaultThresholds } from '../health/thresholds.ts';
import { figure } from '../health/wording.ts';
import type { Evidence } from '../protocol/finding.ts';
import type { CpuReading, ProcessRow } from '../protocol/readings.ts';
import type { Check, Draft, Seen } from './check.ts';
import { singleThreadDrafts, threadSource } from './cpu/single-thread.ts';
import { loadDrafts, pressureDrafts } from './cpu/waiting.ts';
import { gpuLook } from './gpu/look.ts';
import { draft } from './machine/draft.ts';
import { maybeReading, readingOf, sourcesOf } from './machine/reading.ts';

export const cpu: Check = {
  id: 'cpu',
  title: 'CPU',
  needs: (plan) => [
    ...sourcesOf([collector, load, pressure, processes], ['process stats']),
    threadSource,
    ...gpuLook(plan),
  ],
  judge,
};

const busyPercent = defaultThresholds.cpuPercent.warn.raise;
/** Of the scheduler's periods, which pass only while something runs. */
const heldBackPercent = 20;
/**
 * Of the quota. Below it the pod idles between short peaks, such as the start of this diagnosis: few periods passed at
 * all, and meeting the quota in some of them harms nobody.
 */
const idlePercent = 50;
const mostProcesses = 3;
/** Of a core. Whoever takes less is not to blame: often it is the program that looks. */
const notablePercent = 25;

function judge(seen: Seen): readonly Draft[] {
  const reading = readingOf(collector, seen);
  const { usedPercent } = reading;
  const busiest = maybeReading(processes, seen)?.topByCpu.slice(0, mostProcesses) ?? [];
  const troubles = [
    ...throttled(seen, reading, busiest),
    ...(usedPercent !== null && usedPercent >= busyPercent
      ? [saturated(seen, { reading, percent: usedPercent, busiest })]
      : []),
    ...singleThreadDrafts(seen, reading),
    ...pressureDrafts(seen, reading.scope),
    ...loadDrafts(seen, reading.scope),
  ];
  if (troubles.some(({ status }) => status === 'warn')) return troubles;
  if (usedPercent === null) throw new Error('CPU time could be read only once, which gives no rate.');
  return [
    ...troubles,
    draft({
      id: 'cpu-well',
      title: `CPU has room: ${figure(usedPercent, 'percent')} of ${coresOf(reading)} used`,
      status: 'ok',
      scope: reading.scope,
      evidence: [usage(seen, reading)],
    }),
  ];
}

function saturated(
  seen: Seen,
  given: { readonly reading: CpuReading; readonly percent: number; readonly busiest: readonly ProcessRow[] },
): Draft {
  const { reading, percent, busiest } = given;
  return draft({
    id: 'cpu-saturated',
    title: `CPU is used up: ${figure(percent, 'percent')} of ${coresOf(reading)}`,
    status: 'warn',
    scope: reading.scope,
    evidence: [usage(seen, reading), ...busiest.map(shareOf)],
    causes: [
      ...notable(busiest).map((one) => `${named(one)} computes on the CPU.`),
      'Data is prepared on the CPU faster than it has cores for, or more requests come than it can answer.',
    ],
    impact: 'Requests wait, and a GPU is left without data.',
    fix: fixOf(notable(busiest)),
    documentation: 'CPU used up',
  });
}

function throttled(seen: Seen, reading: CpuReading, busiest: readonly ProcessRow[]): readonly Draft[] {
  const percent = reading.throttledPercent;
  if (percent === null || percent < heldBackPercent || (reading.usedPercent ?? 100) < idlePercent) return [];
  return [
    draft({
      id: 'cpu-throttled',
      title: `CPU is held back by its quota of ${coresOf(reading)} in ${figure(percent, 'percent')} of the time`,
      status: 'warn',
      scope: reading.scope,
      evidence: [
        {
          what: 'scheduler periods in which the quota was used up',
          value: figure(percent, 'percent'),
          expected: `less than ${heldBackPercent} %`,
          source: quotaFile(seen.answers),
        },
        usage(seen, reading),
        ...busiest.map(shareOf),
      ],
      causes: [
        ...notable(busiest).map((one) => `${named(one)} wants more than the quota.`),
        "More threads run than the quota has cores: libraries count the host's cores.",
      ],
      impact:
        'Everything in the container stops for parts of each tenth of a second: slow answers, slow data.',
      fix: {
        text: `Set OMP_NUM_THREADS, MKL_NUM_THREADS and the number of workers to ${wholeCores(reading)}; else take a pod with more vCPUs.`,
        command: null,
        safe: false,
        reversible: true,
      },
      documentation: 'CPU used up',
    }),
  ];
}

/** The busiest, where it is busy. */
function notable([busiest]: readonly ProcessRow[]): readonly ProcessRow[] {
  return busiest !== undefined && (busiest.cpuPercent ?? 0) >= notablePercent ? [busiest] : [];
}

function usage({ answers }: Seen, { usedCores, limitCores, usedPercent, scope }: CpuReading): Evidence {
  return {
    what: scope === 'host' ? 'CPU of the host in use' : 'CPU in use',
    value: `${decimal(usedCores)} of ${decimal(limitCores)} cores${usedPercent === null ? '' : ` (${figure(usedPercent, 'percent')})`}`,
    expected: `less than ${busyPercent} %`,
    source: scope === 'host' ? '/proc/stat' : usageFile(answers),
  };
}

function shareOf(row: ProcessRow): Evidence {
  return {
    what: `CPU of ${named(row)}`,
    value: `${(row.cpuPercent ?? 0).toFixed(0)} % of a core`,
    expected: null,
    source: `/proc/${row.pid}/stat`,
  };
}

function fixOf([busiest]: readonly ProcessRow[]) {
  return {
    text: `${busiest === undefined ? 'Find what computes ("top")' : `Look at ${named(busiest)}`}: lower its workers or its priority ("renice 10 -p PID"), move the work to the GPU, or take a pod with more vCPUs.`,
    command: null,
    safe: false,
    reversible: true,
  };
}

function coresOf({ limitCores }: CpuReading): string {
  return limitCores === null ? 'the CPU' : `${decimal(limitCores)} ${limitCores === 1 ? 'core' : 'cores'}`;
}

function wholeCores({ limitCores }: CpuReading): number {
  return Math.max(1, Math.floor(limitCores ?? 1));
}

function decimal(value: number | null): string {
  return value === null ? 'unknown' : String(Number(value.toFixed(1)));
}

function named({ name, pid }: ProcessRow): string {
  return `${name} (process ${pid})`;
}
