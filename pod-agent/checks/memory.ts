/** Memory against the limit, kills for want of it, pressure, and who holds most. */
import { memory as collector, killsFile, usedFile } from '../collectors/memory.ts';
import { pressure } from '../collectors/pressure.ts';
import { figuresByName, textOf } from '../collectors/proc-text.ts';
import { processes } from '../collectors/processes.ts';
import { defaultThresholds } from '../health/thresholds.ts';
import { bytes, figure } from '../health/wording.ts';
import type { Evidence } from '../protocol/finding.ts';
import type { MemoryReading, ProcessRow } from '../protocol/readings.ts';
import type { Check, Draft, Seen } from './check.ts';
import { draft } from './machine/draft.ts';
import { maybeReading, readingOf, sourcesOf } from './machine/reading.ts';

export const memory: Check = {
  id: 'memory',
  title: 'Memory',
  needs: () => sourcesOf([collector, pressure, processes]),
  judge,
};

const { warn, fail } = defaultThresholds.memoryPercent;
/** Of the last ten seconds, in which everything waited for memory. */
const pressingPercent = 10;
const mostProcesses = 3;
/** Of the memory there is. Whoever has less is not to blame: often it is the program that looks. */
const notablePercent = 10;

const limitFile = '/sys/fs/cgroup/memory.max';
const hostFile = '/proc/meminfo';

function judge(seen: Seen): readonly Draft[] {
  const reading = readingOf(collector, seen);
  const percent = usedPercent(reading);
  if (percent === null) throw new Error('how much memory is used, or how much there is, cannot be read.');
  const largest = maybeReading(processes, seen)?.topByMemory.slice(0, mostProcesses) ?? [];
  const troubles = [
    ...(percent >= warn.raise ? [nearLimit({ seen, reading, percent, largest })] : []),
    ...killed(seen, reading, largest),
    ...pressing(seen, reading),
  ];
  return [
    ...troubles,
    ...(troubles.length === 0 ? [well(seen, reading, percent)] : []),
    ...withoutLimit(seen, reading),
    ...swapping(seen, reading),
  ];
}

function usedPercent({ usedBytes, limitBytes }: MemoryReading): number | null {
  return usedBytes === null || limitBytes === null || limitBytes <= 0 ? null : (usedBytes / limitBytes) * 100;
}

function nearLimit(given: {
  readonly seen: Seen;
  readonly reading: MemoryReading;
  readonly percent: number;
  readonly largest: readonly ProcessRow[];
}): Draft {
  const { seen, reading, percent, largest } = given;
  const left = Math.max(0, (reading.limitBytes ?? 0) - (reading.usedBytes ?? 0));
  return draft({
    id: 'memory-near-limit',
    title: `Memory is ${percent >= fail.raise ? 'used up' : 'running out'}: ${figure(percent, 'percent')} of ${bytes(reading.limitBytes ?? 0)} used, ${bytes(left)} left`,
    status: percent >= fail.raise ? 'fail' : 'warn',
    scope: reading.scope,
    evidence: [usage(seen, reading), ...largest.map(sizeOf)],
    causes: [
      ...notable(largest, reading).map((one) => `${named(one)} needs more than the pod has, or leaks.`),
      'Too many workers of a server or a data loader, each with a copy of the data.',
    ],
    impact: 'At the limit the kernel kills the largest process without a word in its log.',
    fix: fixOf(notable(largest, reading)),
    documentation: 'Memory runs out',
  });
}

function killed(seen: Seen, reading: MemoryReading, largest: readonly ProcessRow[]): readonly Draft[] {
  const count = reading.oomKillCount ?? 0;
  if (count === 0) return [];
  const source = killsFile(seen.answers);
  const before = seen.before === null ? null : textOf(seen.before, { id: source });
  const earlier = figuresByName(before).get('oom_kill');
  const isGoingOn = earlier !== undefined && count > earlier;
  return [
    draft({
      id: 'memory-oom-kill',
      title: `The kernel killed ${count === 1 ? 'a process' : `${count} processes`} for want of memory ${isGoingOn ? 'just now' : 'since the container began'}`,
      status: isGoingOn ? 'fail' : 'warn',
      scope: reading.scope,
      evidence: [
        {
          what: 'out-of-memory kills',
          value: String(count),
          expected: '0',
          source,
        },
        usage(seen, reading),
        ...largest.map(sizeOf),
      ],
      causes: [
        `The pod's programs together needed more than ${bytes(reading.limitBytes ?? 0)}.`,
        'A batch, a file or a model was loaded whole into memory.',
      ],
      impact: 'What was killed is gone without a message: an application, a worker, a training run.',
      fix: fixOf(notable(largest, reading)),
      documentation: 'Memory runs out',
    }),
  ];
}

function pressing(seen: Seen, reading: MemoryReading): readonly Draft[] {
  const found = maybeReading(pressure, seen);
  const percent = found?.memoryFullPercent ?? null;
  // The host's pressure says nothing of a container that has memory of its own.
  if (found === null || percent === null || percent < pressingPercent || found.scope !== reading.scope)
    return [];
  return [
    draft({
      id: 'memory-pressure',
      title: `Programs wait for memory ${figure(percent, 'percent')} of the time`,
      status: 'warn',
      scope: found.scope,
      evidence: [
        {
          what: 'memory pressure, full, of the last 10 s',
          value: figure(percent, 'percent'),
          expected: `less than ${pressingPercent} %`,
          source: found.scope === 'container' ? '/sys/fs/cgroup/memory.pressure' : '/proc/pressure/memory',
        },
        usage(seen, reading),
      ],
      causes: ['Memory is so short that files in use are thrown out and read again and again.'],
      impact: 'Everything in the pod is slow, though CPU and disk look idle.',
      fix: fixOf([]),
      documentation: 'Memory runs out',
    }),
  ];
}

function withoutLimit({ answers }: Seen, reading: MemoryReading): readonly Draft[] {
  if (reading.scope !== 'container' || textOf(answers, { id: limitFile })?.trim() !== 'max') return [];
  return [
    draft({
      id: 'memory-no-limit',
      title: "The container has no memory limit of its own: the host's memory is its bound",
      status: 'info',
      scope: 'host',
      evidence: [{ what: 'memory limit', value: 'max', expected: null, source: limitFile }],
      impact: 'Other containers of the host can use the memory up.',
      documentation: 'Memory runs out',
    }),
  ];
}

/** A container's swap is told by its own group; /proc/meminfo has the host's. */
function swapping({ answers }: Seen, reading: MemoryReading): readonly Draft[] {
  if (reading.scope !== 'host') return [];
  const host = figuresByName(textOf(answers, { id: hostFile }));
  const total = host.get('SwapTotal') ?? 0;
  const used = total - (host.get('SwapFree') ?? total);
  if (total === 0 || used < total / 2) return [];
  return [
    draft({
      id: 'memory-swapped',
      title: `${bytes(used)} of ${bytes(total)} swap are in use`,
      status: 'info',
      scope: 'host',
      evidence: [{ what: 'swap in use', value: bytes(used), expected: null, source: hostFile }],
      impact: 'What was put on the disk is slow when it is needed again.',
      documentation: 'Memory runs out',
    }),
  ];
}

function well(seen: Seen, reading: MemoryReading, percent: number): Draft {
  return draft({
    id: 'memory-well',
    title: `Memory has room: ${figure(percent, 'percent')} of ${bytes(reading.limitBytes ?? 0)} used`,
    status: 'ok',
    scope: reading.scope,
    evidence: [usage(seen, reading)],
  });
}

/** The working set, which the kubelet evicts on: file cache that can go at once is not counted. */
function usage({ answers }: Seen, { usedBytes, limitBytes, scope }: MemoryReading): Evidence {
  return {
    what: scope === 'host' ? 'memory of the host in use' : 'memory in use (working set)',
    value: `${bytes(usedBytes ?? 0)} of ${bytes(limitBytes ?? 0)}`,
    expected: `less than ${figure(warn.raise, 'percent')}`,
    source: scope === 'host' ? hostFile : usedFile(answers),
  };
}

/** The largest, where it is large; after a kill it is gone, and what is left explains nothing. */
function notable([largest]: readonly ProcessRow[], { limitBytes }: MemoryReading): readonly ProcessRow[] {
  const least = ((limitBytes ?? 0) * notablePercent) / 100;
  return largest !== undefined && (largest.residentBytes ?? 0) > least ? [largest] : [];
}

function sizeOf(row: ProcessRow): Evidence {
  return {
    what: `memory of ${named(row)}`,
    value: row.residentBytes === null ? 'not known' : bytes(row.residentBytes),
    expected: null,
    source: `/proc/${row.pid}/stat`,
  };
}

function fixOf([largest]: readonly ProcessRow[]) {
  const first =
    largest === undefined
      ? 'Find the largest process ("ps axo rss,pid,comm --sort=-rss | head")'
      : `Look at ${named(largest)}`;
  return {
    text: `${first}: give it a smaller batch or fewer workers, or restart it if it leaks; else take a pod with more memory.`,
    command: null,
    safe: false,
    reversible: false,
  };
}

function named({ name, pid }: ProcessRow): string {
  return `${name} (process ${pid})`;
}
