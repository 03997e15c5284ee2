/** One line where nothing else would be readable. The keys still work. */
import { wrapText } from '../draw/wrap.ts';
import { keyOf } from '../keys/bound.ts';
import { smallest } from '../layout/layout.ts';
import { type DrawPane, filledRows } from './pane.ts';

export const drawTooSmall: DrawPane = ({ paint, size, view }, { rect }) => {
  const text = `${smallest.columns}×${smallest.rows} needed, now ${size.columns}×${size.rows} · ${keyOf('view.back', view)} quits`;
  const lines = wrapText(text, rect.width, rect.height);
  return filledRows(
    lines.map((line) => paint.line([line], rect.width)),
    rect,
  );
};
