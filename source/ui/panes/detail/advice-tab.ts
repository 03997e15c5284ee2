/** What the pod's measured history advises: every rule, also those that say nothing yet, and why. */
import { type Advice, type AdviceLine, advise, verdictText } from '../../../advice/advise.ts';
import type { Direction, Verdict } from '../../../advice/rule.ts';
import type { PodRow } from '../../../fleet/questions.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Role } from '../../draw/theme.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { TabRoom } from './tab-room.ts';

const looks: Readonly<Record<Verdict['kind'], readonly [glyph: string, role: Role]>> = {
  advised: ['▲', 'warn'],
  quiet: ['●', 'ok'],
  'too-little': ['?', 'dim'],
};

const words: Readonly<Record<Direction, string>> = { up: 'up', out: 'out', down: 'down' };
const titleWidth = 27;

export function adviceTab(row: PodRow, { width, nowMs, observations, others }: TabRoom): Span[][] {
  const advice = advise({ pod: row.entry.pod, others: others(), observations, nowMs });
  return [head(advice), [], ...advice.lines.flatMap((line) => lineSpans(line, width))];
}

function head({ watchedMinutes, lines }: Advice): Span[] {
  const count = lines.filter(({ verdict }) => verdict.kind === 'advised').length;
  const waits = lines.some(({ verdict }) => verdict.kind === 'too-little');
  const headline = count > 0 ? `${count} to consider` : waits ? 'nothing to advise yet' : 'nothing to advise';
  const watched = `  ${watchedMinutes} ${watchedMinutes === 1 ? 'minute' : 'minutes'} watched`;
  return [' ', [headline, count > 0 ? 'warn' : 'title'], [watched, 'dim']];
}

function lineSpans({ direction, title, verdict }: AdviceLine, width: number): Span[][] {
  const [glyph, role] = looks[verdict.kind];
  const lead = 3 + 5 + titleWidth;
  const textRole: Role = verdict.kind === 'advised' ? 'text' : 'dim';
  const isNarrow = width < lead + 40;
  const indent = isNarrow ? 8 : lead;
  const rows = [
    ...wrapText(verdictText(verdict), width - indent - 1, 4).map((text): Span => [text, textRole]),
    ...(verdict.kind === 'advised'
      ? wrapText(verdict.change, width - indent - 1, 4).map((text): Span => [text, 'accent'])
      : []),
  ];
  const first: Span[] = [
    ' ',
    [glyph, role],
    ' ',
    ...cell([[words[direction], 'dim']], 5),
    ...cell([[title, verdict.kind === 'advised' ? 'title' : 'text']], titleWidth),
  ];
  const indented = rows.map((row): Span[] => [' '.repeat(indent), row]);
  if (isNarrow) return [first, ...indented];
  return [[...first, rows[0] ?? ''], ...indented.slice(1)];
}
