/**
 * In place of ink's `output.js`: the same interface and the same text, from a memory of rows.
 *
 * Ink makes an object of every cell of the screen for every frame, and forgets them after it, which is half of the time
 * a frame takes. Here a row is known by the texts written on it: a row that was drawn before is not drawn again.
 */
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import { createBoundedCache } from './bounded-cache.mjs';
import { composeRow } from './compose-row.mjs';

/** Some screens of rows, by what was written on them. */
const rows = createBoundedCache(512);

export default class Output {
  constructor({ width, height }) {
    this.width = width;
    this.height = height;
    this.clips = [];
    /** For each row the texts written on it, in order: the later one covers the earlier. */
    this.writes = Array.from({ length: height }, () => []);
  }

  /** Puts a text of one or more lines with its first cell at column `x`, row `y`, both from 0. */
  write(x, y, text, { transformers }) {
    if (!text) return;
    const block = clipped({ x, y, lines: text.split('\n') }, this.clips.at(-1));
    for (const [index, line] of block.lines.entries()) {
      const row = this.writes[block.y + index];
      if (row !== undefined) row.push({ x: block.x, line: transformed(line, index, transformers) });
    }
  }

  /** Limits what is written until `unclip` to columns `x1` to `x2` and rows `y1` to `y2`, the ends not included. */
  clip(area) {
    this.clips.push(area);
  }

  unclip() {
    this.clips.pop();
  }

  get() {
    const lines = this.writes.map((parts) => rowText(this.width, parts));
    return { output: lines.join('\n'), height: this.height };
  }
}

function rowText(width, parts) {
  if (parts.length === 0) return '';
  let key = `${width}`;
  for (const { x, line } of parts) key += `\n${x} ${line}`;
  const known = rows.get(key);
  if (known !== undefined) return known;
  const text = composeRow(width, parts);
  rows.set(key, text);
  return text;
}

function transformed(line, index, transformers) {
  let result = line;
  for (const transformer of transformers) result = transformer(result, index);
  return result;
}

/** The part of the block inside the area; ink leaves the horizontal or the vertical limits out where there are none. */
function clipped(block, area) {
  if (area === undefined) return block;
  const isWide = typeof area.x1 === 'number' && typeof area.x2 === 'number';
  const isHigh = typeof area.y1 === 'number' && typeof area.y2 === 'number';
  if (isWide && isOutside({ start: block.x, length: widest(block.lines), from: area.x1, to: area.x2 }))
    return nothing;
  if (isHigh && isOutside({ start: block.y, length: block.lines.length, from: area.y1, to: area.y2 }))
    return nothing;
  const narrow = isWide ? clipColumns(block, area) : block;
  return isHigh ? clipRows(narrow, area) : narrow;
}

const nothing = { x: 0, y: 0, lines: [] };

function isOutside({ start, length, from, to }) {
  return start + length < from || start > to;
}

function widest(lines) {
  return Math.max(...lines.map((line) => stringWidth(line)));
}

function clipColumns({ x, y, lines }, { x1, x2 }) {
  const from = Math.max(0, x1 - x);
  const cut = lines.map((line) => {
    const width = stringWidth(line);
    return sliceAnsi(line, from, x + width > x2 ? x2 - x : width);
  });
  return { x: Math.max(x, x1), y, lines: cut };
}

function clipRows({ x, y, lines }, { y1, y2 }) {
  const to = y + lines.length > y2 ? y2 - y : lines.length;
  return { x, y: Math.max(y, y1), lines: lines.slice(Math.max(0, y1 - y), to) };
}
