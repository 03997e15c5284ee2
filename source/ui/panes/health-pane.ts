/** The health stream: newest first, followed until the operator moves down in it. */
import type { ReportEntry } from '../../fleet/fleet.ts';
import { textWidth, truncateEnd, truncateMiddle } from '../../terminal/text-width.ts';
import { levelLooks } from '../draw/condition-look.ts';
import { type Span, spansWidth } from '../draw/paint.ts';
import { cell } from '../draw/rows.ts';
import { clock } from '../draw/time.ts';
import { titleLine } from '../draw/title-line.ts';
import { wrapText } from '../draw/wrap.ts';
import type { Frame } from '../frame.ts';
import type { Rect } from '../layout/rect.ts';
import { reportIndex } from '../state/streams.ts';
import { followSpan } from './follow-span.ts';
import { type DrawPane, filledRows } from './pane.ts';

export const drawHealth: DrawPane = (frame, { rect, joints }) => {
  const { paint, view, fleet } = frame;
  const focused = view.focus === 'health' && view.overlay === null && !view.detail.open;
  const title = titleLine(paint, rect.width, {
    title: 'health',
    right: titleRight(frame, rect.width),
    focused,
    ...(joints && { joints }),
  });
  if (fleet.reports.length === 0) return filledRows([title, ...emptyLines(frame, rect)], rect);
  const cursor = reportIndex(view.reportId, fleet.reports);
  const explained = focused && rect.height >= 10 ? explanation(frame, cursor, rect.width) : [];
  const pageRows = rect.height - 1 - explained.length;
  const top = Math.max(0, Math.min(cursor - Math.floor(pageRows / 2), fleet.reports.length - pageRows));
  const lines: string[] = [];
  for (let index = top; index < Math.min(fleet.reports.length, top + pageRows); index++) {
    const report = fleet.reports[fleet.reports.length - 1 - index];
    if (report === undefined) continue;
    const selected = focused && index === cursor;
    lines.push(paint.line(reportSpans(report, rect.width, selected), rect.width, { selected }));
  }
  const blank = ' '.repeat(rect.width);
  const padding = Array.from({ length: pageRows - lines.length }, () => blank);
  return filledRows([title, ...lines, ...padding, ...explained], rect);
};

/** The report under the cursor in full: a rule, and its text over two rows. */
function explanation({ paint, fleet }: Frame, cursor: number, width: number): string[] {
  const report = fleet.reports[fleet.reports.length - 1 - cursor];
  if (report === undefined) return [];
  const { role } = levelLooks[report.level];
  const [first = '', second = ''] = wrapText(report.text, width - 2, 2);
  const about = truncateEnd(`${report.podName} · ${report.subject}`, width - 6);
  const rule = '─'.repeat(width - 4 - textWidth(about));
  return [
    paint.line([['── ', 'faint'], [about, role], ' ', [rule, 'faint']], width),
    paint.line([' ', first], width),
    paint.line([' ', second], width),
  ];
}

function titleRight({ fleet, view }: Frame, width: number): Span[] {
  const fails = fleet.reports.filter((report) => report.level === 'fail').length;
  const warns = fleet.reports.filter((report) => report.level === 'warn').length;
  const follow = [followSpan(view.reportId === null, view, 'top')];
  return [
    ...(width >= 50 ? [...follow, '  '] : []),
    [`${fleet.reports.length} ${fleet.reports.length === 1 ? 'report' : 'reports'}`, 'dim'],
    ...(warns > 0 ? ([' ', [`▲${warns}`, 'warn']] as const) : []),
    ...(fails > 0 ? ([' ', [`✖${fails}`, 'crit']] as const) : []),
  ];
}

function reportSpans(report: ReportEntry, width: number, selected: boolean): Span[] {
  const { glyph, role } = levelLooks[report.level];
  const nameWidth = width >= 120 ? 24 : width >= 56 ? 16 : 12;
  const times: Span = report.count > 1 ? [` ×${report.count}`, 'warn'] : '';
  const before: Span[] = [
    selected ? ['▸', 'accent'] : ' ',
    [clock(report.atMs), 'dim'],
    ' ',
    [glyph, role],
    ' ',
    ...cell([[truncateMiddle(report.podName, nameWidth), 'title']], nameWidth),
    ' ',
    ...(width >= 76 ? cell([[report.subject.slice(0, 9), 'dim']], 10) : []),
  ];
  // The count stands after the text, so it is the text that is cut.
  const text = truncateEnd(report.text, Math.max(1, width - spansWidth([...before, times])));
  return [...before, [text, report.level === 'fail' || report.level === 'warn' ? role : 'text'], times];
}

/** An empty stream must not look like a broken one. */
function emptyLines({ paint, totals }: Frame, { width, height }: Rect): string[] {
  const wellCount = totals.counts.running;
  const isWell = wellCount > 0 && totals.troubled.length === 0;
  const pods = `${wellCount} ${wellCount === 1 ? 'pod' : 'pods'}`;
  const well: Span[][] = isWell
    ? [
        [
          ['● ', 'ok'],
          [`${pods} running, nothing to report.`, 'text'],
        ],
      ]
    : [];
  const about = 'What changes in a pod’s health comes here, newest first; repeats are counted.';
  const told = wrapText(about, width - 2, Math.max(1, height - 1 - well.length));
  const lines = [...well, ...told.map((row): Span[] => [[row, 'dim']])].slice(0, height - 1);
  return lines.map((spans) => paint.line([' ', ...spans], width));
}
