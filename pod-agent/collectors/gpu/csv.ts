/** The answers of `nvidia-smi --query-gpu=... --format=csv`, with units or without, read by their header line. */
import { newestName } from './fields.ts';

/** A card's cells by the newest spelling of their field. */
export type Row = ReadonlyMap<string, string>;

export type Table = {
  readonly rows: readonly Row[];
  /** Lines that are no row: what the tool said instead of figures. */
  readonly otherLines: readonly string[];
};

/** More cards than any machine holds; a flood of lines ends here. */
const maxRows = 64;

export function parseTable(text: string): Table {
  const lines = text.split('\n').map((line) => line.trim());
  const header = lines.find((line) => isHeader(line));
  const columns = header === undefined ? [] : cellsOf(header).map((cell) => columnName(cell));
  const rows: Row[] = [];
  const otherLines: string[] = [];
  for (const line of lines) {
    if (line === '' || isHeader(line)) {
      continue;
    }
    const cells = cellsOf(line);
    if (columns.length > 0 && cells.length === columns.length && rows.length < maxRows) {
      rows.push(new Map(columns.map((column, position) => [column, cells[position] ?? ''])));
    } else {
      otherLines.push(line);
    }
  }
  return { rows, otherLines };
}

/** Every question here asks for the index, and no value of a card is that word. */
export function isHeader(line: string): boolean {
  return cellsOf(line).includes('index');
}

/** A figure, its unit (` %`, ` MiB`, ` W`, ` MHz`) left off; null for `[N/A]` and whatever else is no number. */
export function numberIn(row: Row, field: string): number | null {
  const match = /^(-?\d+(?:\.\d+)?)(?: (?:%|MiB|W|MHz|C))?$/.exec(row.get(field) ?? '');
  return match === null ? null : Number(match[1]);
}

/** A word as it stands; null where the driver says that it has none, or that something is wrong. */
export function wordIn(row: Row, field: string): string | null {
  const word = row.get(field) ?? '';
  const bare = word.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return notAWord.has(bare) ? null : word;
}

/** Yes or No, Enabled or Disabled, or a count. */
export function flagIn(row: Row, field: string): boolean | null {
  const word = (row.get(field) ?? '').toLowerCase();
  if (/^(yes|enabled|active|[1-9]\d*)$/.test(word)) {
    return true;
  }
  return /^(no|disabled|not active|0)$/.test(word) ? false : null;
}

const notAWord: ReadonlySet<string> = new Set([
  '',
  '-',
  'n/a',
  'not supported',
  'not available',
  'not found',
  'insufficient permissions',
  'unknown error',
  'gpu is lost',
  'gpu requires reset',
  'err!',
]);

function columnName(cell: string): string {
  return newestName(cell.replace(/ \[[^\]]*\]$/, ''));
}

export function cellsOf(line: string): readonly string[] {
  return line.split(',').map((cell) => cell.trim());
}
