/** What the operator has done to the pages that are one table each. */
import type { TextField } from './text-field.ts';

/** In the order in which `[` and `]` go through a group. */
export const tableIds = [
  'gpus',
  'templates',
  'volumes',
  'registries',
  'keys',
  'secrets',
  'cost',
  'forwards',
  'perf',
  'alerts',
] as const;
export type TableId = (typeof tableIds)[number];

/** `word` null: the order of the table itself. */
export type ChosenSort = { readonly word: string | null; readonly reversed: boolean };

export type TablesView = {
  /** Shown while the page is `table`. */
  readonly id: TableId;
  /** Selected in each, by its row's key; absent: the first. */
  readonly selectedKeys: Readonly<Partial<Record<TableId, string>>>;
  /** How the operator has put each in order; absent: as it comes. */
  readonly sorts: Readonly<Partial<Record<TableId, ChosenSort>>>;
  readonly filter: { readonly field: TextField | null; readonly applied: string };
};

export const initialTablesView: TablesView = {
  id: 'gpus',
  selectedKeys: {},
  sorts: {},
  filter: { field: null, applied: '' },
};
