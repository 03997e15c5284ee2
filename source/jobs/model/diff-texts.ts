/** The lines that differ between two texts, by their longest common subsequence. */

export type TextChange = {
  readonly sign: '+' | '-';
  /** In the newer text for `+`, in the older for `-`. */
  readonly index: number;
};

/** The table of the subsequence is kept under four million cells; beyond it the middle counts as changed wholly. */
const maxCells = 4_000_000;

/** In the order of reading: what has gone stands before what has come in its place. */
export function diffTexts(older: readonly string[], newer: readonly string[]): readonly TextChange[] {
  let start = 0;
  while (start < older.length && start < newer.length && older[start] === newer[start]) start++;
  let end = 0;
  while (
    end < older.length - start &&
    end < newer.length - start &&
    older[older.length - 1 - end] === newer[newer.length - 1 - end]
  )
    end++;
  const left = older.slice(start, older.length - end);
  const right = newer.slice(start, newer.length - end);
  const changes =
    (left.length + 1) * (right.length + 1) > maxCells ? allOf(left, right) : walked(left, right);
  return changes.map(({ sign, index }) => ({ sign, index: index + start }));
}

function allOf(left: readonly string[], right: readonly string[]): TextChange[] {
  return [
    ...left.map((_, index): TextChange => ({ sign: '-', index })),
    ...right.map((_, index): TextChange => ({ sign: '+', index })),
  ];
}

function walked(left: readonly string[], right: readonly string[]): TextChange[] {
  const width = right.length + 1;
  const longest = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--)
    for (let column = right.length - 1; column >= 0; column--)
      longest[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const changes: TextChange[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const isSame = row < left.length && column < right.length && left[row] === right[column];
    if (isSame) {
      row++;
      column++;
    } else if (column >= right.length || (row < left.length && at(row + 1, column) >= at(row, column + 1)))
      changes.push({ sign: '-', index: row++ });
    else changes.push({ sign: '+', index: column++ });
  }
  return changes;
}
