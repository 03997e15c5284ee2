/** What runs: how many, which are stuck, and which use most. Names only; arguments hold secrets. */
import type { CommandSource, FilesSource } from '../host/host.ts';
import type { GpuProcessRow, ProcessReading, ProcessRow, Scope } from '../protocol/readings.ts';
import { containerSources, groupKind, scopeOf } from './cgroup.ts';
import type { Collector } from './collector.ts';
import { gpuProcessRows, gpuProcessSource } from './gpu-processes.ts';
import { figure, perSecond, rise, textOf } from './proc-text.ts';
import { type ProcessEntry, processTable } from './process-table.ts';

/** Reading hundreds of files each second would cost more than all other readings together. */
export const processStats: FilesSource = {
  kind: 'files',
  id: 'process stats',
  cadence: 'warm',
  glob: '/proc/[0-9]*/stat',
};
const pageSize: CommandSource = {
  kind: 'command',
  id: 'getconf PAGESIZE',
  cadence: 'once',
  argv: ['getconf', 'PAGESIZE'],
  timeoutMs: 2000,
};

const topCount = 5;
const usualPageBytes = 4096;

type ProcessesRaw = {
  readonly scope: Scope;
  readonly pageBytes: number;
  readonly entries: readonly ProcessEntry[];
  readonly gpuProcesses: readonly GpuProcessRow[] | null;
};

export const processes: Collector<ProcessesRaw, ProcessReading> = {
  id: 'processes',
  sources: [...containerSources, processStats, pageSize, gpuProcessSource],

  parse(answers) {
    const entries = processTable(textOf(answers, processStats) ?? '');
    // Whoever reads is a process, so that an empty table is one that could not be read.
    if (entries.length === 0) throw new Error('No process can be read from /proc.');
    const scope = scopeOf(groupKind(answers));
    const pids = new Set(entries.map(({ pid }) => pid));
    return {
      scope,
      pageBytes: figure(textOf(answers, pageSize)) ?? usualPageBytes,
      entries,
      gpuProcesses: gpuProcessRows({ answer: answers[gpuProcessSource.id], scope, pids }),
    };
  },

  read({ now, before, elapsedMs }) {
    const ticksBefore = new Map(before?.entries.map((entry) => [identity(entry), entry.cpuTicks]));
    const rows = now.entries.map((entry) => ({
      pid: entry.pid,
      name: entry.name,
      state: entry.state,
      cpuPercent: perSecond(rise(entry.cpuTicks, ticksBefore.get(identity(entry))), elapsedMs),
      residentBytes: entry.residentPages * now.pageBytes,
    }));
    return {
      scope: now.scope,
      processCount: rows.length,
      zombieCount: rows.filter(({ state }) => state === 'Z').length,
      uninterruptibleCount: rows.filter(({ state }) => state === 'D').length,
      topByCpu: top(rows, 'cpuPercent'),
      topByMemory: top(rows, 'residentBytes'),
      gpuProcesses: now.gpuProcesses,
    };
  },
};

function identity({ pid, startTicks }: ProcessEntry): string {
  return `${pid} ${startTicks}`;
}

/** Those of which the figure is known and not nothing, the largest first. */
function top(rows: readonly ProcessRow[], key: 'cpuPercent' | 'residentBytes'): readonly ProcessRow[] {
  return rows
    .filter((row) => (row[key] ?? 0) > 0)
    .sort((left, right) => (right[key] ?? 0) - (left[key] ?? 0))
    .slice(0, topCount);
}
