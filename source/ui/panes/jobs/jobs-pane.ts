/** The page of jobs: newest first, those of earlier consoles from the journal. */
import type { Job } from '../../../jobs/model/job.ts';
import { elapsedMs, isJobOver, jobFraction, runningJobs } from '../../../jobs/model/questions.ts';
import { truncateEnd } from '../../../terminal/text-width.ts';
import { jobSign, kindText } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { elapsedText, whenText } from '../../draw/time.ts';
import { titleLine } from '../../draw/title-line.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { scrolledTop } from '../../state/movement.ts';
import { pageIndex } from '../../state/shown-job.ts';
import { type DrawPane, filledRows } from '../pane.ts';

type Column = {
  readonly title: string;
  width(page: number): number;
  spans(job: Job, about: { readonly width: number; readonly nowMs: number }): readonly Span[];
};

const columns: readonly Column[] = [
  { title: '#', width: () => 4, spans: ({ number }) => [[`#${number}`, 'dim']] },
  { title: 'KIND', width: () => 9, spans: (job) => [[kindText(job), 'title']] },
  {
    title: 'PODS',
    width: (page) => (page >= 160 ? 40 : page >= 100 ? 22 : page >= 80 ? 18 : 12),
    spans: ({ runs }, { width }) => [
      truncateEnd(
        podsWithin(
          runs.map(({ podName }) => podName),
          width,
        ),
        width,
      ),
    ],
  },
  {
    title: 'STATE',
    width: (page) => (page >= 160 ? 30 : page >= 100 ? 24 : page >= 60 ? 12 : 8),
    spans: (job, { width }) => stateSpans(job, width),
  },
  {
    title: 'WHEN',
    width: (page) => (page >= 60 ? 12 : 0),
    spans: ({ startedAtMs }, { nowMs }) => [[whenText(startedAtMs, nowMs), 'dim']],
  },
  {
    title: 'TOOK',
    width: (page) => (page >= 50 ? 7 : 0),
    spans: (job, { nowMs }) => [
      [job.endedAtMs === null && isJobOver(job) ? '—' : elapsedText(elapsedMs(job, nowMs)), 'dim'],
    ],
  },
];

export const drawJobs: DrawPane = (frame, { rect }) => {
  const { paint, view, jobs, clockMs } = frame;
  const running = runningJobs(jobs).length;
  const title = titleLine(paint, rect.width, {
    title: 'jobs',
    right: [
      ...(running > 0 ? [[`▶ ${running} running  `, 'info'] as const] : []),
      [`${jobs.jobs.length} ${jobs.jobs.length === 1 ? 'job' : 'jobs'}`, 'dim'],
    ],
    focused: view.overlay === null,
  });
  if (jobs.jobs.length === 0) return filledRows([title, ...emptyLines(frame, rect.width)], rect);
  const shown = columns
    .map((column) => ({ column, width: column.width(rect.width) }))
    .filter(({ width }) => width > 0);
  const head: Span[] = [
    '   ',
    ...shown.flatMap(({ column, width }) => [...cell([[column.title, 'dim']], width), ' ']),
    ['RESULT', 'dim'],
  ];
  const pageRows = rect.height - 2;
  const cursor = pageIndex(view, frame);
  const top = scrolledTop(Math.max(0, cursor - Math.floor(pageRows / 2)), {
    index: cursor,
    count: jobs.jobs.length,
    pageRows,
  });
  const rows = jobs.jobs.slice(top, top + pageRows).map((job, row) => {
    const selected = top + row === cursor;
    const { glyph, role } = jobSign(job);
    const spans: Span[] = [
      selected ? ['▸', 'accent'] : ' ',
      [glyph, role],
      ' ',
      ...shown.flatMap(({ column, width }) => [
        ...cell(column.spans(job, { width, nowMs: clockMs }), width),
        ' ',
      ]),
      [resultText(job), isJobOver(job) ? 'text' : 'dim'],
    ];
    return paint.line(spans, rect.width, { selected });
  });
  return filledRows([title, paint.line(head, rect.width), ...rows], rect);
};

/** As many names as fit, and how many more. */
function podsWithin(names: readonly string[], width: number): string {
  const all = names.join(', ');
  return names.length <= 1 || all.length <= width
    ? all
    : `${truncateEnd(names[0] ?? '', width - 4)} +${names.length - 1}`;
}

function stateSpans(job: Job, width: number): Span[] {
  const { word, role } = jobSign(job);
  const fraction = isJobOver(job) ? null : jobFraction(job);
  if (fraction === null) return [[truncateEnd(word, width), role]];
  const far = `${Math.round(fraction * 100)}%`;
  return [[truncateEnd(width < 12 ? far : `${word} ${far}`, width), role]];
}

/** What came of it, or what it does now; of several pods, that of the first whose verdict is the job's. */
function resultText({ runs }: Job): string {
  const ended = runs.flatMap(({ state }) => (state.kind === 'ended' ? [state] : []));
  const worst =
    ended.find(({ verdict }) => verdict === 'fail') ??
    ended.find(({ verdict }) => verdict !== 'pass') ??
    ended[0];
  const going = runs.find(({ state }) => state.kind !== 'ended');
  if (going === undefined) return worst?.text ?? '';
  if ('reason' in going.state) return going.state.reason;
  return going.progress?.text ?? '';
}

function emptyLines({ paint, view }: Frame, width: number): string[] {
  const lines: Span[][] = [
    [['   no job yet, and none in the journal', 'dim']],
    [
      '   ',
      [keyOf('pods.diagnose', view), 'key'],
      [' diagnoses the selected pod, ', 'dim'],
      [keyOf('pods.benchmark', view), 'key'],
      [' benchmarks it, ', 'dim'],
      [keyOf('pods.optimise', view), 'key'],
      [' optimises it', 'dim'],
    ],
  ];
  return lines.map((spans) => paint.line(spans, width));
}
