/** One line of a log as rows of the screen: time, pod, source and level before it, its text in as many rows as it takes. */
import { fieldsOf, prettyRows } from '../../../logs/model/json-line.ts';
import type { LogLevel } from '../../../logs/model/line.ts';
import type { Hit } from '../../../logs/model/pattern.ts';
import { plainLine } from '../../../logs/model/safe-line.ts';
import type { WindowLine } from '../../../logs/model/snapshot.ts';
import { stableIndex } from '../../../logs/model/stable-index.ts';
import { truncateMiddle } from '../../../terminal/text-width.ts';
import { type Span, spansWidth } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Role } from '../../draw/theme.ts';
import { clock } from '../../draw/time.ts';
import { brokenRows } from './broken-rows.ts';
import { sourceName } from './source-look.ts';

export type LogRowLook = {
  readonly width: number;
  readonly maxRows: number;
  /** 0: one pod, and its name need not be said. */
  readonly podWidth: number;
  readonly sourceWidth: number;
  readonly hasTimes: boolean;
  readonly isWrapped: boolean;
  readonly isPretty: boolean;
  readonly shift: number;
  readonly isCursor: boolean;
  /** It has a ground of its own, which colours of the line would end. */
  readonly isSelected: boolean;
  /** Lines beside a match stand back. */
  readonly isContext: boolean;
  /** Colours of the line itself may be shown. */
  readonly hasOwnColours: boolean;
};

/** Names in these; the name itself says it too. */
const podRoles: readonly Role[] = ['info', 'ok', 'idle', 'gauge', 'heat', 'lost', 'spark', 'accent'];
const reset = '\u001b[0m';

export function logRows(line: WindowLine, look: LogRowLook): readonly (readonly Span[])[] {
  const head = headSpans(line, look);
  const room = Math.max(1, look.width - spansWidth(head));
  const texts = textRows(line, look, room);
  const blank = ' '.repeat(spansWidth(head));
  return texts.slice(0, look.maxRows).map((spans, index) => [...(index === 0 ? head : [blank]), ...spans]);
}

export function podRole(name: string): Role {
  return podRoles[stableIndex(name, podRoles.length)] ?? 'info';
}

function headSpans(line: WindowLine, look: LogRowLook): readonly Span[] {
  const { podWidth, sourceWidth } = look;
  const time: Span[] = look.hasTimes
    ? [[line.atMs === null ? ' '.repeat(9) : `${clock(line.atMs)} `, 'dim']]
    : [];
  const pod: Span[] =
    podWidth === 0
      ? []
      : [...cell([[truncateMiddle(line.podName, podWidth), podRole(line.podName)]], podWidth), ' '];
  const name = line.isOwn ? '' : sourceName(line.source);
  const source: Span[] =
    sourceWidth === 0 ? [] : [...cell([[truncateMiddle(name, sourceWidth), 'faint']], sourceWidth), ' '];
  return [look.isCursor ? ['▸', 'accent'] : ' ', ...time, ...pod, ...source, ...levelSpans(line)];
}

function levelSpans({ level, isContinued }: WindowLine): Span[] {
  if (isContinued) return ['  '];
  const { glyph, role } = levelLooks[level];
  return [[`${glyph} `, role]];
}

const levelLooks: Readonly<Record<LogLevel, { readonly glyph: string; readonly role: Role }>> = {
  none: { glyph: ' ', role: 'text' },
  debug: { glyph: '·', role: 'dim' },
  info: { glyph: ' ', role: 'text' },
  warn: { glyph: '▲', role: 'warn' },
  error: { glyph: '✖', role: 'crit' },
};

function textRows(line: WindowLine, look: LogRowLook, room: number): readonly (readonly Span[])[] {
  const role = line.isOwn ? 'accent' : look.isContext ? 'dim' : levelLooks[line.level].role;
  const fields = look.isPretty ? fieldsOf(line.text) : null;
  if (fields !== null)
    return prettyRows(fields).map((row, index): Span[] => [[row, index === 0 ? role : 'dim']]);
  const text = plainLine(line.text);
  const isColoured = look.hasOwnColours && !look.isSelected && !look.isContext && line.hits.length === 0;
  if (isColoured && !look.isWrapped && look.shift === 0 && text.length !== line.text.length)
    return [[`${line.text}${reset}`]];
  const pieces = brokenRows(text, {
    width: room,
    maxRows: look.isWrapped ? look.maxRows : 1,
    skip: look.shift,
  });
  return pieces.map(({ from, to }) =>
    markedSpans(text, line.hits, { from, to: look.isWrapped ? to : text.length, role }),
  );
}

/** Of the text from and to a place, with what matches marked. */
function markedSpans(
  text: string,
  hits: readonly Hit[],
  { from, to, role }: { readonly from: number; readonly to: number; readonly role: Role },
): Span[] {
  const spans: Span[] = [];
  let at = from;
  for (const [start, end] of hits) {
    if (end <= at || start >= to) continue;
    const first = Math.max(at, start);
    const last = Math.min(to, end);
    if (first > at) spans.push([text.slice(at, first), role]);
    spans.push([text.slice(first, last), 'match']);
    at = last;
  }
  if (at < to) spans.push([text.slice(at, to), role]);
  return spans;
}
