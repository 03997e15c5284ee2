/**
 * Styles of cells, each set of codes one object, so that two neighbours are compared by identity and the way from one
 * style to another is computed once. The codes themselves are reduced and compared by the package that ink uses, so
 * that the same sequences come out.
 */
import {
  ansiCodesToString,
  diffAnsiCodes,
  reduceAnsiCodesIncremental,
  tokenize,
} from '@alcalzone/ansi-tokenize';

const maxStyles = 2048;

let styles = new Map();

/** The one object for these codes, in this order. */
export function styleOf(codes) {
  const key = codes.map(({ code }) => code).join('');
  const known = styles.get(key);
  if (known !== undefined) return known;
  // Old objects go on working: they are only no longer equal to new ones, and the difference of the two is empty.
  if (styles.size >= maxStyles) styles = new Map();
  const style = { codes, afterSequence: new Map(), toStyle: new Map() };
  styles.set(key, style);
  return style;
}

export const plain = styleOf([]);

/** The style after a sequence such as "\x1b[1;31m". */
export function styleAfter(style, sequence) {
  const known = style.afterSequence.get(sequence);
  if (known !== undefined) return known;
  let codes = style.codes;
  for (const token of tokenize(sequence)) codes = reduceAnsiCodesIncremental(codes, [token]);
  const after = styleOf(codes);
  remember(style.afterSequence, sequence, after);
  return after;
}

/** The sequences that lead from one style to the other. */
export function transition(from, to) {
  if (from === to) return '';
  const known = from.toStyle.get(to);
  if (known !== undefined) return known;
  const sequences = ansiCodesToString(diffAnsiCodes(from.codes, to.codes));
  remember(from.toStyle, to, sequences);
  return sequences;
}

function remember(map, key, value) {
  if (map.size >= maxStyles) map.clear();
  map.set(key, value);
}
