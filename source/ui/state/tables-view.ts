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
] as const;
export type TableId = (typeof tableIds)[number];

export type TablesView = {
  /** Shown while the page is `table`. */
  readonly id: TableId;
  /** Selected in each, by its row's key; absent: the first. */
  readonly selectedKeys: Readonly<Partial<Record<TableId, string>>>;
  readonly filter: { readonly field: TextField | null; readonly applied: string };
};

export const initialTablesView: TablesView = {
  id: 'gpus',
  selectedKeys: {},
  filter: { field: null, applied: '' },
};
