/** The lines that are shown, written to a file. */
import { open } from 'node:fs/promises';
import { plainLine } from './model/safe-line.ts';

export type Written =
  | { readonly ok: true; readonly path: string; readonly lineCount: number }
  | { readonly ok: false; readonly reason: string };

export type LinesToWrite = {
  shownIds(): Iterable<number>;
  lineText(id: number): string | null;
};

const linesAtOnce = 500;

/** A file that is there is not replaced: that throws, as a full disk does. Between two pieces other work has its turn. */
export async function writeLines(
  from: LinesToWrite,
  { path, isColoured }: { readonly path: string; readonly isColoured: boolean },
): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  let lineCount = 0;
  let piece: string[] = [];
  try {
    for (const id of from.shownIds()) {
      const text = from.lineText(id);
      if (text === null) continue;
      piece.push(`${isColoured ? text : plainLine(text)}${isColoured ? '\u001b[0m' : ''}\n`);
      lineCount += 1;
      if (piece.length < linesAtOnce) continue;
      await file.write(piece.join(''));
      piece = [];
    }
    await file.write(piece.join(''));
    return { ok: true, path, lineCount };
  } finally {
    await file.close();
  }
}
