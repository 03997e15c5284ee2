/** What to write so that the screen shows a frame, given what it shows already. Holds that memory, and no stream. */
import { type Pen, writeRowChanges } from './row-changes.ts';
import { blankRow, type ScreenRow, screenRow } from './screen-row.ts';

export type ScreenSize = { readonly columns: number; readonly rows: number };

export type ScreenPainter = {
  /** The bytes that bring the screen to `frame`, lines with SGR sequences; empty when nothing has changed. */
  paint(frame: string, size: ScreenSize): string;
  /** The screen is in an unknown state: the next paint clears it first. */
  forget(): void;
};

/** Synchronized output (mode 2026): the terminal shows the frame at once. Terminals without it ignore both. */
const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';
const clear = '\x1b[m\x1b[2J';

type KnownRow = { readonly line: string; readonly row: ScreenRow };

export function createScreenPainter(): ScreenPainter {
  let known: KnownRow[] | null = null;

  function paint(frame: string, { columns, rows }: ScreenSize): string {
    const isFresh = known === null;
    const shown: KnownRow[] = known ?? [];
    const lines = frame.split('\n');
    const pen: Pen = { style: '', text: '' };
    for (let index = 0; index < rows; index++) {
      const line = lines[index] ?? '';
      const before = shown[index] ?? blankKnownRow;
      if (line === before.line) continue;
      const after = screenRow(line, columns);
      writeRowChanges(pen, { number: index + 1, before: before.row, after });
      shown[index] = { line, row: after };
    }
    known = shown;
    return wrapped(pen, isFresh);
  }

  function forget(): void {
    known = null;
  }

  return { paint, forget };
}

const blankKnownRow: KnownRow = { line: '', row: blankRow };

function wrapped(pen: Pen, isFresh: boolean): string {
  if (pen.text === '' && !isFresh) return '';
  const reset = pen.style === '' ? '' : '\x1b[m';
  return `${beginFrame}${isFresh ? clear : ''}${pen.text}${reset}${endFrame}`;
}
