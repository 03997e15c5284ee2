/** One-shot tables: drawn by ink-table on a terminal, plain aligned columns into a pipe. */
import type { CommandContext } from './command.ts';

export type TableRow = Readonly<Record<string, string>>;

/** A table of more rows than this is plain too: a frame around every row is no help in a long list. */
const framedRowsAtMost = 40;

/** On a terminal, columns are left out until the rest fits, the first of `leastWantedFirst` first. */
export async function printTable(
  context: CommandContext,
  rows: readonly TableRow[],
  leastWantedFirst: readonly string[],
): Promise<void> {
  const shown = context.interactive ? narrowed(rows, context.columns, leastWantedFirst) : rows;
  const framed = context.interactive && rows.length <= framedRowsAtMost && rows.length > 0;
  context.print(
    framed && framedWidth(shown) <= context.columns
      ? await framedTable(shown, context.columns)
      : plainTable(shown),
  );
}

function narrowed(
  rows: readonly TableRow[],
  columns: number,
  leastWantedFirst: readonly string[],
): readonly TableRow[] {
  let shown = rows;
  for (const name of leastWantedFirst) {
    if (plainWidth(shown) <= columns) break;
    shown = shown.map((row) => Object.fromEntries(Object.entries(row).filter(([each]) => each !== name)));
  }
  return shown;
}

export function plainTable(rows: readonly TableRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  const widths = widthsOf(rows);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(gap)
      .trimEnd();
  return `${[line(names.map((name) => name.toUpperCase())), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\n')}\n`;
}

const gap = '  ';

function widthsOf(rows: readonly TableRow[]): readonly number[] {
  const names = Object.keys(rows[0] ?? {});
  return names.map((name) => Math.max(name.length, ...rows.map((row) => (row[name] ?? '').length)));
}

function plainWidth(rows: readonly TableRow[]): number {
  return widthsOf(rows).reduce((total, width) => total + width + gap.length, -gap.length);
}

/** ink-table draws a border and two spaces of padding for each column. */
function framedWidth(rows: readonly TableRow[]): number {
  return widthsOf(rows).reduce((total, width) => total + width + 3, 1);
}

async function framedTable(rows: readonly TableRow[], columns: number): Promise<string> {
  const { renderTable } = await import('../ui/one-shot-table.ts');
  return `${renderTable(rows, columns)}\n`;
}
