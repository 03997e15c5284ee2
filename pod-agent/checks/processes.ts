/** What runs: zombies and who does not take them in, processes that hang, the first process, and limits on their number. */
import { textOf } from '../collectors/proc-text.ts';
import { type ProcessEntry, processTable } from '../collectors/process-table.ts';
import { processes as collector } from '../collectors/processes.ts';
import { bytes } from '../health/wording.ts';
import type { ProcessReading, ProcessRow } from '../protocol/readings.ts';
import type { Check, Draft, Seen } from './check.ts';
import { draft } from './machine/draft.ts';
import { readingOf, sourcesOf } from './machine/reading.ts';
import { limitDrafts, limitSources } from './processes/limits.ts';
import { initDrafts, lasting, stuckDrafts, zombieDrafts } from './processes/states.ts';

export const processes: Check = {
  id: 'processes',
  title: 'Processes',
  needs: () => [
    ...sourcesOf([collector], [stats]).filter(({ id }) => !id.startsWith('nvidia-smi')),
    ...limitSources,
  ],
  judge,
};

const stats = 'process stats';

function judge(seen: Seen): readonly Draft[] {
  const reading = readingOf(collector, seen);
  const entries = processTable(textOf(seen.answers, { id: stats }) ?? '');
  const stayed = lasting(entries, earlierEntries(seen));
  const troubles = [
    ...zombieDrafts(stayed, entries),
    ...stuckDrafts(stayed),
    ...limitDrafts(seen),
    ...initDrafts(stayed, entries),
  ];
  const isTrouble = troubles.some(({ status }) => status === 'warn' || status === 'fail');
  return [...troubles, ...(isTrouble ? [] : [well(reading)]), ...busiest(reading)];
}

function earlierEntries({ before }: Seen): readonly ProcessEntry[] {
  return before === null ? [] : processTable(textOf(before, { id: stats }) ?? '');
}

function well({ processCount, scope }: ProcessReading): Draft {
  return draft({
    id: 'processes-well',
    title: `${processCount} ${processCount === 1 ? 'process' : 'processes'}, none of them stuck`,
    status: 'ok',
    scope,
    evidence: [],
  });
}

/** For the eye: names only, since arguments hold secrets. */
function busiest({ topByCpu, topByMemory, scope }: ProcessReading): readonly Draft[] {
  const [active] = topByCpu;
  const [large] = topByMemory;
  if (large === undefined) return [];
  const activity = active === undefined ? '' : `Busiest is ${active.name} (${percentOf(active)}); `;
  return [
    draft({
      id: 'processes-top',
      title: `${activity}${activity === '' ? 'Largest' : 'largest'} is ${large.name} (${sizeOf(large)})`,
      status: 'info',
      scope,
      evidence: [
        ...topByCpu.map((row) => evidence(row, 'CPU', percentOf(row))),
        ...topByMemory.map((row) => evidence(row, 'memory', sizeOf(row))),
      ],
    }),
  ];
}

function evidence({ name, pid }: ProcessRow, what: string, value: string) {
  return { what: `${what} of ${name} (process ${pid})`, value, expected: null, source: `/proc/${pid}/stat` };
}

function percentOf({ cpuPercent }: ProcessRow): string {
  return `${(cpuPercent ?? 0).toFixed(0)} % of a core`;
}

function sizeOf({ residentBytes }: ProcessRow): string {
  return bytes(residentBytes ?? 0);
}
