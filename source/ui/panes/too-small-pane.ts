/** One line where nothing else would be readable. The keys still work. */
import { smallest } from '../layout/layout.ts';
import { type DrawPane, filledRows } from './pane.ts';

export const drawTooSmall: DrawPane = ({ paint, size }, { rect }) => {
  const text = `${smallest.columns}×${smallest.rows} needed, now ${size.columns}×${size.rows} · q quits`;
  const words = text.split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= rect.width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return filledRows(
    lines.map((line) => paint.line([line], rect.width)),
    rect,
  );
};
