import { styledCharsFromTokens, tokenize } from '@alcalzone/ansi-tokenize';
import stringWidth from 'string-width';
import { isPlainCell } from '../../source/terminal/character-width.ts';
import { createBoundedCache } from './bounded-cache.mjs';
import { plain, styleAfter, styleOf } from './styles.mjs';

const lines = createBoundedCache(2048);

/** A line as cells: `values`, with their `widths` in columns and their `styles`, three arrays of one length. */
export function styledLine(line) {
  const known = lines.get(line);
  if (known !== undefined) return known;
  const cells = plainLine(line) ?? anyLine(line);
  lines.set(line, cells);
  return cells;
}

const colourSequence = /\x1b\[[\d;]*m/y;

/** For a line of nothing but plain cells and colours, which nearly all are; null for another. */
function plainLine(line) {
  const values = [];
  const widths = [];
  const styles = [];
  let style = plain;
  for (let index = 0; index < line.length; ) {
    if (isPlainCell(line.charCodeAt(index))) {
      values.push(line[index++]);
      widths.push(1);
      styles.push(style);
      continue;
    }
    colourSequence.lastIndex = index;
    const sequence = colourSequence.exec(line)?.[0];
    if (sequence === undefined) return null;
    style = styleAfter(style, sequence);
    index += sequence.length;
  }
  return { values, widths, styles };
}

function anyLine(line) {
  const characters = styledCharsFromTokens(tokenize(line));
  return {
    values: characters.map(({ value }) => value),
    widths: characters.map(({ value }) => Math.max(1, stringWidth(value))),
    styles: characters.map(({ styles }) => styleOf(styles)),
  };
}
