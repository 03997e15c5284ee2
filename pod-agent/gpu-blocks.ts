/** Cuts the endless lines of `nvidia-smi --query-gpu=... --loop-ms` into blocks: a row for each card, beat by beat. */
import { cellsOf, isHeader } from './collectors/gpu/csv.ts';

export type BlockReader = {
  /** Text of a block, header first, where this line completes one; null otherwise. */
  take(line: string): string | null;
  /** To be called when no line came for a moment: the block that is complete by then, if it was not given out yet. */
  pause(): string | null;
};

/** More cards than any machine holds: a tool that floods begins anew. */
const maxRows = 64;

/**
 * Nothing marks a block's end, so it is complete when it holds as many rows as the one before (at first:
 * `expectedRows`), or when a row comes whose index does not follow. A block that falls short is given out only when
 * the next one begins: a slow driver must not look like a lost card.
 */
export function createBlockReader(expectedRows: number | null): BlockReader {
  let header: string | null = null;
  let rows: string[] = [];
  let usualRows = expectedRows;
  let givenRows = 0;

  function giveOut(): string | null {
    if (header === null || rows.length === givenRows) return null;
    givenRows = rows.length;
    return `${[header, ...rows].join('\n')}\n`;
  }

  function isFull(): boolean {
    return rows.length >= (usualRows ?? maxRows);
  }

  return {
    take(line) {
      if (isHeader(line)) {
        header = line;
        return null;
      }
      if (header === null || !isRow(line, header)) return null;
      if (!beginsBlock({ header, line, last: rows.at(-1), isFull: isFull() })) {
        rows.push(line);
        return isFull() ? giveOut() : null;
      }
      const before = giveOut();
      usualRows = rows.length;
      rows = [line];
      givenRows = 0;
      // The newer of two complete blocks is the one worth having.
      return isFull() ? giveOut() : before;
    },
    pause() {
      if (rows.length > 0) usualRows ??= rows.length;
      return isFull() ? giveOut() : null;
    },
  };
}

function beginsBlock(seen: {
  readonly header: string;
  readonly line: string;
  readonly last: string | undefined;
  readonly isFull: boolean;
}): boolean {
  const { header, line, last, isFull } = seen;
  if (last === undefined) return false;
  const index = indexIn(line, header);
  const before = indexIn(last, header);
  // A card in trouble does not tell its index.
  if (index === null || before === null) return isFull;
  return index <= before;
}

function isRow(line: string, header: string): boolean {
  return cellsOf(line).length === cellsOf(header).length;
}

function indexIn(line: string, header: string): number | null {
  const cell = cellsOf(line)[cellsOf(header).indexOf('index')] ?? '';
  return /^\d+$/.test(cell) ? Number(cell) : null;
}
