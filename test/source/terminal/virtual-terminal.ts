import { EventEmitter } from 'node:events';
import type { IBufferCell } from '@xterm/headless';
import xterm from '@xterm/headless';

/** A terminal in memory: a screen that understands escape sequences, behind a stream that can be made to stall. */
export function virtualTerminal({ columns, rows }: { columns: number; rows: number }) {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const written: string[] = [];
  const stalled: { text: string; done: () => void }[] = [];
  let isStalled = false;

  function deliver(text: string, done: () => void): void {
    written.push(text);
    screen.write(text, done);
  }

  const output = Object.assign(new EventEmitter(), {
    columns,
    rows,
    write(text: string, done: () => void): boolean {
      if (isStalled) stalled.push({ text, done });
      else deliver(text, done);
      return !isStalled;
    },
  });

  return {
    output,
    written,
    stall(): void {
      isStalled = true;
    },
    goOn(): void {
      isStalled = false;
      for (const { text, done } of stalled.splice(0)) deliver(text, done);
    },
    resize(size: { columns: number; rows: number }): void {
      screen.resize(size.columns, size.rows);
      Object.assign(output, size);
      output.emit('resize');
    },
    /** Each row's text without blanks at its end. */
    lines: () =>
      rowsOf(screen).map((row) =>
        row
          .map((cell) => cell.text)
          .join('')
          .trimEnd(),
      ),
    /** Each cell with all that can be seen of it. */
    cells: () => rowsOf(screen),
    write: (text: string) => new Promise<void>((resolve) => screen.write(text, resolve)),
  };
}

export type SeenCell = { text: string; look: string };

function rowsOf(screen: xterm.Terminal): SeenCell[][] {
  const rows: SeenCell[][] = [];
  for (let y = 0; y < screen.rows; y++) {
    const line = screen.buffer.active.getLine(screen.buffer.active.baseY + y);
    const cells: SeenCell[] = [];
    for (let x = 0; x < screen.cols; x++) {
      const cell = line?.getCell(x);
      if (cell === undefined) throw new Error(`the terminal has no cell at column ${x}, row ${y}`);
      cells.push({ text: textOf(cell), look: lookOf(cell) });
    }
    rows.push(cells);
  }
  return rows;
}

function textOf(cell: IBufferCell): string {
  return cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
}

/** A blank has no colour of its own, nor weight, unless it is inverse. */
function lookOf(cell: IBufferCell): string {
  const background = [
    cell.getBgColorMode(),
    cell.getBgColor(),
    ...flags(cell.isUnderline(), cell.isInverse()),
  ];
  const foreground = [cell.getFgColorMode(), cell.getFgColor()];
  if (textOf(cell) !== ' ')
    return [...background, ...foreground, ...flags(cell.isBold(), cell.isDim(), cell.isItalic())].join(' ');
  return [...background, ...(cell.isInverse() + cell.isUnderline() === 0 ? [] : foreground)].join(' ');
}

function flags(...values: number[]): number[] {
  return values.map((value) => (value === 0 ? 0 : 1));
}
