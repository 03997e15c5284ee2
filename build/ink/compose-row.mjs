import { styledLine } from './styled-line.mjs';
import { plain, transition } from './styles.mjs';

/**
 * The text of one row of `width` columns with these parts written on it, each a line at a column, without blanks at the
 * end. A part may reach over either edge: ink cuts the left and lets the right stand.
 */
export function composeRow(width, parts) {
  const values = new Array(width).fill(' ');
  const styles = new Array(width).fill(plain);
  for (const { x, line } of parts) place({ values, styles }, x, styledLine(line));
  return rowText(values, styles);
}

function place(row, x, { values, widths, styles }) {
  let column = x;
  for (let index = 0; index < values.length; index++) {
    for (let offset = 0; offset < widths[index]; offset++) {
      if (column + offset < 0) continue;
      row.values[column + offset] = offset === 0 ? values[index] : '';
      row.styles[column + offset] = styles[index];
    }
    column += widths[index];
  }
}

function rowText(values, styles) {
  let text = '';
  let style = plain;
  for (let column = 0; column < values.length; column++) {
    // A part far right of the row leaves a gap that is not drawn.
    if (values[column] === undefined) continue;
    text += transition(style, styles[column]) + values[column];
    style = styles[column];
  }
  return (text + transition(style, plain)).trimEnd();
}
