/** The busiest and the largest processes. */
import type { ProcessRow } from '../../../../pod-agent/protocol/readings.ts';
import type { PodRow } from '../../../fleet/questions.ts';
import { bytes, percent, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { noFigures } from './no-figures.ts';
import type { TabRoom } from './tab-room.ts';

export function processesTab(row: PodRow, room: TabRoom): Span[][] {
  const { width } = room;
  const missing = noFigures(row, room);
  if (missing !== null) return missing;
  const processes = row.entry.sample?.frame.processes;
  if (processes === undefined)
    return [[' ', ['the sample has no reading of processes: its collector failed', 'dim']]];
  const counts: Span[] = [
    ' ',
    [whole(processes.processCount), 'title'],
    [' processes', 'dim'],
    (processes.zombieCount ?? 0) > 0 ? [`  ${whole(processes.zombieCount)} zombies`, 'warn'] : '',
    (processes.uninterruptibleCount ?? 0) > 0
      ? [`  ${whole(processes.uninterruptibleCount)} stuck in the kernel`, 'warn']
      : '',
  ];
  const beside = width >= 110;
  const half = beside ? Math.floor(width / 2) : width;
  const byCpu = table('by CPU', processes.topByCpu);
  const byMemory = table('by memory', processes.topByMemory);
  if (!beside) return [counts, [], ...byCpu, [], ...byMemory];
  const rows = Math.max(byCpu.length, byMemory.length);
  return [
    counts,
    [],
    ...Array.from({ length: rows }, (_, index): Span[] => [
      ...cell(byCpu[index] ?? [], half),
      ...(byMemory[index] ?? []),
    ]),
  ];
}

function table(title: string, processes: readonly ProcessRow[]): Span[][] {
  return [
    [
      ' ',
      ...cell([[title, 'title']], 10),
      ...cell([['PID', 'dim']], 8, 'right'),
      '  ',
      ['CPU', 'dim'],
      '     ',
      ['MEMORY', 'dim'],
      '  ',
      ['NAME', 'dim'],
    ],
    ...processes.map((task): Span[] => [
      ' ',
      ...cell([[stateWord(task.state), 'faint']], 10),
      ...cell([String(task.pid)], 8, 'right'),
      ...cell([percent(task.cpuPercent)], 7, 'right'),
      ...cell([bytes(task.residentBytes)], 9, 'right'),
      '  ',
      task.name,
    ]),
  ];
}

/** The kernel's letters, from proc(5). */
function stateWord(state: string): string {
  const words: Readonly<Record<string, string>> = {
    R: 'running',
    S: 'sleeping',
    D: 'waiting',
    Z: 'zombie',
    T: 'stopped',
    I: 'idle',
  };
  return words[state] ?? state;
}
