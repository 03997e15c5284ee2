/** One-shot tables: drawn by ink-table on a terminal, plain aligned columns into a pipe. */
import type { CommandContext } from './command.ts';

export type TableRow = Readonly<Record<string, string>>;

/** A table of more rows than this is plain too: a frame around every row is no help in a long list. */
const framedRowsAtMost = 40;

export async function printTable(context: CommandContext, rows: readonly TableRow[]): Promise<void> {
  const framed = context.interactive && rows.length <= framedRowsAtMost && rows.length > 0;
  context.print(
    framed && fits(rows, context.columns) ? await framedTable(rows, context.columns) : plainTable(rows),
  );
}

export function plainTable(rows: readonly TableRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => (row[name] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[line(names.map((name) => name.toUpperCase())), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\n')}\n`;
}

/** ink-table draws a border and two spaces of padding for each column. */
function fits(rows: readonly TableRow[], columns: number): boolean {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => (row[name] ?? '').length)));
  return widths.reduce((total, width) => total + width + 3, 1) <= columns;
}

async function framedTable(rows: readonly TableRow[], columns: number): Promise<string> {
  const { renderTable } = await import('../ui/one-shot-table.ts');
  return `${renderTable(rows, columns)}\n`;
}
