/** A job's output in the output pane: only the rows on the screen are made. */
import type { Job } from '../../../jobs/model/job.ts';
import { elapsedMs, isJobOver, jobFraction } from '../../../jobs/model/questions.ts';
import { gauge } from '../../draw/gauge.ts';
import { jobSign, kindText, podsText } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import { spansWidth } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';
import { elapsedText } from '../../draw/time.ts';
import { titleLine } from '../../draw/title-line.ts';
import type { Frame } from '../../frame.ts';
import type { Placed } from '../../layout/rect.ts';
import type { PaneLine } from '../../state/pane-lines.ts';
import { cursorIndex, isFollowing, topRow } from '../../state/shown-job.ts';
import { followSpan } from '../follow-span.ts';
import { filledRows } from '../pane.ts';
import { jobChart } from './job-chart.ts';
import { lineSpans, runSpans } from './job-line-spans.ts';
import { jobPanePlan, shownLines } from './job-pane-plan.ts';

export function drawJob(frame: Frame, job: Job, { rect, joints }: Placed): readonly string[] {
  const { paint, view } = frame;
  const focused = view.focus === 'output' && view.overlay === null && !view.detail.open;
  const { charted, chartRows, pageRows } = jobPanePlan(frame, rect);
  const lines = shownLines(frame);
  const name = `#${job.number} ${kindText(job)} ${podsText(job.runs)}`;
  const title = titleLine(paint, rect.width, {
    title: name,
    right: titleRight(frame, job, { lines, width: rect.width - name.length - 10 }),
    focused,
    ...(joints && { joints }),
  });
  const chart =
    charted === null
      ? []
      : jobChart(charted, { width: rect.width, height: chartRows, isNamed: job.runs.length > 1 });
  const top = topRow(view, job, { lines, pageRows });
  const cursor = cursorIndex(view, job, lines);
  const rows = lines.slice(top, top + pageRows).map((line, row) => {
    const selected = focused && top + row === cursor;
    return paint.line(rowSpans(frame, job, { line, selected, width: rect.width }), rect.width, { selected });
  });
  const nothing = rows.length > 0 ? [] : [paint.line([' ', ['  nothing has come yet', 'dim']], rect.width)];
  return filledRows(
    [title, ...chart.map((spans) => paint.line(spans, rect.width)), ...rows, ...nothing],
    rect,
  );
}

function rowSpans(
  { view, clockMs }: Frame,
  job: Job,
  { line, selected, width }: { readonly line: PaneLine; readonly selected: boolean; readonly width: number },
): Span[] {
  const run = line.key.startsWith('run:')
    ? job.runs.find(({ podId }) => podId === line.line.podId)
    : undefined;
  if (run !== undefined) return runSpans(run, { width, nowMs: clockMs, isSelected: selected });
  const { search, unfolded } = view.jobs;
  return lineSpans(line, {
    isSelected: selected,
    isOpen: search.applied !== '' || unfolded.includes(line.line.key),
    hasTimes: width >= 60,
    nowMs: clockMs,
    sought: search.applied,
  });
}

/** The state stays longest, then the time; whole items only. */
function titleRight(
  { view, clockMs }: Frame,
  job: Job,
  { lines, width }: { readonly lines: readonly PaneLine[]; readonly width: number },
): Span[] {
  const { glyph, word, role } = jobSign(job);
  const over = isJobOver(job);
  const fraction = over ? null : jobFraction(job);
  const follow = followSpan(isFollowing(view, job), view);
  const position = cursorIndex(view, job, lines) + 1;
  const items: Item[] = [
    { spans: [[`${glyph} ${word}`, role]], rank: 0 },
    { spans: [[elapsedText(elapsedMs(job, clockMs)), 'title']], rank: 1 },
    {
      spans:
        fraction === null ? [] : [...gauge(fraction * 100, 10), [` ${Math.round(fraction * 100)}%`, 'title']],
      rank: 2,
    },
    { spans: view.jobs.isDiff ? [['compared with the run before', 'accent']] : [], rank: 1 },
    { spans: searchSpans(view.jobs.search.applied, lines), rank: 2 },
    { spans: over ? [] : [follow], rank: 3 },
    {
      spans: !over && job.runs.every(({ livesInPod }) => livesInPod) ? [['lives in the pod', 'dim']] : [],
      rank: 5,
    },
    { spans: lines.length === 0 ? [] : [[`${position}/${lines.length}`, 'dim']], rank: 4 },
  ];
  const spans = fitItems(items, width, '  ');
  return spansWidth(spans) > width ? [] : spans;
}

function searchSpans(sought: string, lines: readonly PaneLine[]): Span[] {
  if (sought === '') return [];
  const count = lines.filter(({ text }) => text.toLowerCase().includes(sought.toLowerCase())).length;
  return [
    ['/', 'faint'],
    [sought, 'match'],
    [` ${count}`, 'dim'],
  ];
}
