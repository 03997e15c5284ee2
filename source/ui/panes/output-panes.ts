/** What was asked for and what came of it: as a pane, or as its newest line. */
import type { OutputLine } from '../../fleet/fleet.ts';
import type { Span } from '../draw/paint.ts';
import type { Role } from '../draw/theme.ts';
import { clock } from '../draw/time.ts';
import { titleLine } from '../draw/title-line.ts';
import { outputIndex } from '../state/streams.ts';
import { type DrawPane, filledRows } from './pane.ts';

const looks: Readonly<Record<OutputLine['level'], readonly [glyph: string, role: Role]>> = {
  info: ['·', 'dim'],
  ok: ['✔', 'ok'],
  warn: ['▲', 'warn'],
  error: ['✖', 'crit'],
};

const emptyText = 'nothing yet: what you ask for is answered here';

export const drawOutput: DrawPane = ({ paint, fleet, view }, { rect, joints }) => {
  const focused = view.focus === 'output' && view.overlay === null && !view.detail.open;
  const follow: Span[] = view.outputId === null ? [['following', 'ok']] : [['G follows', 'warn']];
  const title = titleLine(paint, rect.width, {
    title: 'output',
    right: [
      ...follow,
      '  ',
      [`${fleet.output.length} ${fleet.output.length === 1 ? 'line' : 'lines'}`, 'dim'],
    ],
    focused,
    ...(joints && { joints }),
  });
  if (fleet.output.length === 0)
    return filledRows([title, paint.line([' ', [emptyText, 'dim']], rect.width)], rect);
  const pageRows = rect.height - 1;
  const bottom = outputIndex(view.outputId, fleet.output) + 1;
  const top = Math.max(0, bottom - pageRows);
  const lines = fleet.output.slice(top, Math.max(bottom, Math.min(fleet.output.length, pageRows)));
  return filledRows([title, ...lines.map((line) => paint.line(lineSpans(line), rect.width))], rect);
};

export const drawLastOutput: DrawPane = ({ paint, fleet }, { rect }) => {
  const last = fleet.output[fleet.output.length - 1];
  const spans: Span[] =
    last === undefined ? [' ', ['output  ', 'faint'], [emptyText, 'faint']] : lineSpans(last);
  return [paint.line(spans, rect.width)];
};

function lineSpans(line: OutputLine): Span[] {
  const [glyph, role] = looks[line.level];
  return [
    ' ',
    [clock(line.atMs), 'dim'],
    ' ',
    [glyph, role],
    ' ',
    [line.text, line.level === 'error' || line.level === 'warn' ? role : 'text'],
  ];
}
