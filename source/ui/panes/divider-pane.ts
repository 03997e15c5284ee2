/** The vertical rule between two panes, joined to the titles beside it. */
import type { DrawPane } from './pane.ts';

export const drawDivider: DrawPane = ({ paint }, { rect, joints }) =>
  Array.from({ length: rect.height }, (_, row) => {
    const joined = joints?.includes(row) ?? false;
    return paint.line([[joined ? (row === 0 ? '┬' : '┼') : '│', 'faint']], 1);
  });
