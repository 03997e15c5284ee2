/** The list: filtered, sorted, counted. */
import { severityOf } from './condition.ts';
import type { Fleet } from './fleet.ts';
import { type PodRow, podRow } from './row.ts';
import { type ConditionKind, conditionKinds } from './signs/sign.ts';

export const sortKeys = ['health', 'util', 'mem', 'temp', 'power', 'cost', 'age', 'name', 'gpu'] as const;
export type SortKey = (typeof sortKeys)[number];
export type Sort = { readonly key: SortKey; readonly reversed: boolean };

/** `matches` as the filter language makes it; null lets every row through. */
export type RowFilter = { matches(row: PodRow, nowMs: number): boolean } | null;

export function rowsOf(question: {
  readonly fleet: Fleet;
  readonly filter: RowFilter;
  readonly sort: Sort;
  readonly nowMs: number;
}): PodRow[] {
  const rows: PodRow[] = [];
  for (const entry of question.fleet.pods.values()) {
    const row = podRow(entry, question.nowMs);
    if (question.filter === null || question.filter.matches(row, question.nowMs)) rows.push(row);
  }
  return sortRows(rows, question.sort);
}

/** Numbers greatest first and unknown ones last, whichever way round; equal rows by name, so that nothing jumps. */
export function sortRows(rows: readonly PodRow[], sort: Sort): PodRow[] {
  const direction = sort.reversed ? -1 : 1;
  return [...rows].sort((left, right) => {
    const order = compare(left, right, sort.key, direction);
    return order !== 0 ? order : left.name.localeCompare(right.name) || left.id.localeCompare(right.id);
  });
}

export function countsOf(rows: readonly PodRow[]): Record<ConditionKind, number> {
  const counts = Object.fromEntries(conditionKinds.map((kind) => [kind, 0])) as Record<ConditionKind, number>;
  for (const row of rows) counts[row.condition.kind]++;
  return counts;
}

type NumberOf = (row: PodRow) => number | null;

const numbers: Record<Exclude<SortKey, 'health' | 'name' | 'gpu'>, NumberOf> = {
  // A pod without cards is as busy as its CPUs; one whose cards do not answer is unknown.
  util: (row) => row.gpuPercent ?? (row.gpuCount === 0 ? row.cpuPercent : null),
  mem: (row) => row.gpuMemoryPercent ?? (row.gpuCount === 0 ? row.memoryPercent : null),
  temp: (row) => row.temperatureCelsius,
  power: (row) => row.powerWatts,
  cost: (row) => row.costPerHourDollars,
  age: (row) => row.uptimeSeconds,
};

function compare(left: PodRow, right: PodRow, key: SortKey, direction: number): number {
  if (key === 'health')
    return direction * (severityOf(left.condition.kind) - severityOf(right.condition.kind));
  if (key === 'name') return direction * left.name.localeCompare(right.name);
  if (key === 'gpu') return direction * left.gpuLabel.localeCompare(right.gpuLabel);
  const leftNumber = numbers[key](left);
  const rightNumber = numbers[key](right);
  if (leftNumber === null || rightNumber === null)
    return Number(leftNumber === null) - Number(rightNumber === null);
  return direction * (rightNumber - leftNumber);
}
