/** A framed table as text, by ink-table: for the command line, not for the live screen (see docs/dependencies.md). */
import { renderToString } from 'ink';
import inkTable from 'ink-table';
import { type ComponentType, createElement } from 'react';

type Row = Readonly<Record<string, string>>;
type Table = ComponentType<{ data: Row[] }>;

export function renderTable(rows: readonly Row[], columns: number): string {
  return renderToString(createElement(tableComponent(inkTable), { data: [...rows] }), { columns });
}

/** ink-table is CommonJS: in a bundle the default import is its module, whose `default` is the component. */
function tableComponent(imported: unknown): Table {
  if (isComponent(imported)) return imported;
  if (typeof imported === 'object' && imported !== null && 'default' in imported)
    return tableComponent(imported.default);
  throw new Error('ink-table exports no component: its version is not the one this was written for.');
}

function isComponent(value: unknown): value is Table {
  return typeof value === 'function';
}
