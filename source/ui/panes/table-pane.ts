/** Draws a page that is one table: title, lines above, head, rows with the cursor, and what is said of the selected row. */
import { truncateEnd } from '../../terminal/text-width.ts';
import { type Span, spansWidth } from '../draw/paint.ts';
import { cell } from '../draw/rows.ts';
import { titleLine } from '../draw/title-line.ts';
import { wrapText } from '../draw/wrap.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';
import type { Rect } from '../layout/rect.ts';
import { scrolledTop } from '../state/movement.ts';
import { chosenSort } from '../state/table-sorting.ts';
import { shownTableRows, tableIndex } from '../state/tables.ts';
import type { ChosenSort } from '../state/tables-view.ts';
import { tableOf } from '../tables/index.ts';
import { type SizedColumn, sizedColumns } from '../tables/sized-columns.ts';
import type { DrawnFacts, Table, TableColumn, TableRow } from '../tables/table.ts';
import { type DrawPane, filledRows } from './pane.ts';

/** Rows of the table that are seen at once. */
export function tablePageRows(frame: Frame, rect: Rect): number {
  const table = tableOf(frame.view.tables.id);
  return table === null ? 0 : roomOf(frame, table, rect).pageRows;
}

export const drawTable: DrawPane = (frame, { rect }) => {
  const { paint, view } = frame;
  const table = tableOf(view.tables.id);
  if (table === null) return filledRows([], rect);
  const rows = shownTableRows(view, frame);
  const cursor = tableIndex(view, rows);
  const { pageRows, head, explained } = roomOf(frame, table, rect);
  const sort = chosenSort(view);
  const columns = sizedColumns(table, rows, { page: rect.width, sort });
  const lines = [...head, columnHead(columns, sort)].map((spans) => paint.line(spans, rect.width));
  if (rows.length === 0) {
    const told = emptyLines(frame, table).flatMap((spans) => wrappedLine(spans, rect.width));
    const empty = [[], ...told].map((spans) => paint.line(spans, rect.width));
    const above = head.map((spans) => paint.line(spans, rect.width));
    return filledRows([titleOf(frame, table, rect.width), ...above, ...empty], rect);
  }
  const top = scrolledTop(Math.max(0, cursor - Math.floor(pageRows / 2)), {
    ...{ index: cursor, count: rows.length, pageRows },
  });
  const shown = rows.slice(top, top + pageRows).map((row, index) => {
    const selected = top + index === cursor;
    return paint.line(rowSpans(columns, row, selected), rect.width, { selected });
  });
  const padding = Array.from({ length: pageRows - shown.length }, () => ' '.repeat(rect.width));
  const below = explained.map((spans) => paint.line(spans, rect.width));
  return filledRows([titleOf(frame, table, rect.width), ...lines, ...shown, ...padding, ...below], rect);
};

/** The lines below give way first, then those above: the rows are what the page is for. */
function roomOf(frame: Frame, table: Table, { width, height }: Rect) {
  const rows = shownTableRows(frame.view, frame);
  const selected = rows[tableIndex(frame.view, rows)];
  const said = selected === undefined ? [] : (table.explained?.(selected, drawnFacts(frame), width) ?? []);
  const above = table.head?.(frame, width) ?? [];
  const explained = height >= 14 && said.length > 0 ? said.slice(0, Math.floor(height / 2)) : [];
  const head = height >= 8 ? above.slice(0, Math.max(0, height - explained.length - 6)) : [];
  return { explained, head, pageRows: Math.max(1, height - 2 - head.length - explained.length) };
}

function titleOf(frame: Frame, table: Table, width: number): string {
  const { view, paint } = frame;
  const { applied } = view.tables.filter;
  const filter: Span[] = applied === '' ? [] : [['/', 'faint'], [applied, 'match'], '  '];
  return titleLine(paint, width, {
    title: table.title,
    right: [...filter, ...(table.figures?.(frame) ?? [])],
    focused: view.overlay === null,
  });
}

function emptyLines(frame: Frame, table: Table): readonly (readonly Span[])[] {
  const { applied } = frame.view.tables.filter;
  if (applied === '') return table.empty(drawnFacts(frame));
  return [
    [
      ['   nothing matches ', 'dim'],
      [`/${applied}`, 'warn'],
      ['; Esc clears the filter', 'dim'],
    ],
  ];
}

/** What does not fit is said over as many rows as it needs, in the colour of its longest part. */
function wrappedLine(spans: readonly Span[], width: number): readonly (readonly Span[])[] {
  if (spansWidth(spans) <= width) return [spans];
  const parts = spans.map((span) => (typeof span === 'string' ? ([span, 'text'] as const) : span));
  const text = parts.map(([part]) => part).join('');
  const indent = /^ */.exec(text)?.[0] ?? '';
  const [, role] = parts.reduce((longest, part) => (part[0].length > longest[0].length ? part : longest));
  return wrapText(text.trim(), width - indent.length - 1, 6).map((row) => [[`${indent}${row}`, role]]);
}

function drawnFacts(frame: Frame): DrawnFacts {
  return { ...frame, keyOf: (id) => keyOf(id, frame.view) };
}

function columnHead(columns: readonly SizedColumn[], sort: ChosenSort): Span[] {
  return ['   ', ...columns.flatMap((sized) => placed(sized, titleSpans(sized.column, sort)))];
}

/** An arrow shows which way the values run down the column that the rows are put in order by. */
function titleSpans({ title, sort }: TableColumn, { word, reversed }: ChosenSort): Span[] {
  if (sort === undefined || sort.word !== word) return [[title, 'dim']];
  return [[`${title}${(sort.first === 'least') === reversed ? '↓' : '↑'}`, 'title']];
}

function rowSpans(columns: readonly SizedColumn[], row: TableRow, selected: boolean): Span[] {
  const cells = columns.flatMap((sized) => placed(sized, row.cells[sized.index] ?? []));
  return [selected ? ['▸', 'accent'] : ' ', row.sign ?? ' ', ' ', ...cells];
}

function placed({ column, width }: SizedColumn, spans: readonly Span[]): Span[] {
  return [...cell(cut(spans, width), width, column.align), ' '];
}

/** What is too long for its column ends in an ellipsis. */
function cut(spans: readonly Span[], width: number): readonly Span[] {
  if (spansWidth(spans) <= width) return spans;
  const [first] = spans;
  if (first === undefined) return spans;
  const text = spans.map((span) => (typeof span === 'string' ? span : span[0])).join('');
  const short = truncateEnd(text, width);
  return [typeof first === 'string' ? short : [short, first[1]]];
}
