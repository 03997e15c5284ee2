/** All pages that are one table, those of a group in the order in which they are gone through. */
import type { TableId } from '../state/tables-view.ts';
import { alerts } from './alerts.ts';
import { cost } from './cost.ts';
import { forwards } from './forwards.ts';
import { gpus } from './gpus.ts';
import { keys } from './keys.ts';
import { perf } from './perf.ts';
import { registries } from './registries.ts';
import { secrets } from './secrets.ts';
import type { Table } from './table.ts';
import { templates } from './templates.ts';
import { volumes } from './volumes.ts';

export const tables: readonly Table[] = [
  ...[gpus, templates, volumes, registries, keys, secrets],
  ...[cost, forwards, perf, alerts],
];

/** null: no such page has been made. */
export function tableOf(id: TableId): Table | null {
  return tables.find((table) => table.id === id) ?? null;
}
