/** One row of a job's output. */
import type { PodRun } from '../../../jobs/model/job.ts';
import type { JobLine } from '../../../jobs/model/line.ts';
import { gauge } from '../../draw/gauge.ts';
import { lineRoles, runSign } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Role } from '../../draw/theme.ts';
import { clock, elapsedText } from '../../draw/time.ts';
import type { PaneLine } from '../../state/pane-lines.ts';

export type LineLook = {
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  /** Times stand before what came while the job ran. */
  readonly hasTimes: boolean;
  readonly nowMs: number;
  /** What is searched for; '' for nothing. */
  readonly sought: string;
};

export function lineSpans({ line, text, indent, isFirst, isLast }: PaneLine, look: LineLook): Span[] {
  const fold = line.isOpener === true && isFirst ? (look.isOpen ? '−' : '+') : ' ';
  const isTimed = line.part === undefined || line.part === 'step';
  const time: Span[] =
    look.hasTimes && isTimed && line.atMs !== null
      ? [[isFirst ? `${clock(line.atMs)} ` : ' '.repeat(9), 'dim']]
      : [];
  // What it took ends the sentence, however many rows that has; a gauge that moves stays in the first.
  const hasTime = isTimed && (line.tookMs === undefined ? isFirst : isLast);
  return [
    look.isSelected ? ['▸', 'accent'] : ' ',
    ...time,
    ' '.repeat(indent),
    [fold, 'faint'],
    ' ',
    ...highlighted(text, lineRoles[line.role], look.sought),
    ...(hasTime ? timeSpans(line, look.nowMs) : []),
  ];
}

/** How long it took; of a step that goes on, how long it has taken so far, and how far it is. */
function timeSpans({ tookMs, sinceMs, progress }: JobLine, nowMs: number): Span[] {
  if (tookMs !== undefined) return [[`  ${tookText(tookMs)}`, 'faint']];
  if (sinceMs === undefined) return [];
  const far: Span[] =
    progress === undefined
      ? []
      : [
          '  ',
          ...gauge(progress.fraction * 100, 10),
          [` ${Math.round(progress.fraction * 100)}%`, 'text'],
          [`  ${progress.text}`, 'dim'],
        ];
  return [[`  ${elapsedText(nowMs - sinceMs)}`, 'title'], ...far];
}

/** A pod of several: its state, its progress and what it does, drawn anew every second. */
export function runSpans(
  run: PodRun,
  {
    width,
    nowMs,
    isSelected,
  }: { readonly width: number; readonly nowMs: number; readonly isSelected: boolean },
): Span[] {
  const { glyph, word, role } = runSign(run.state);
  const nameWidth = width >= 100 ? 24 : 16;
  const said = run.state.kind === 'ended' ? run.state.text : 'reason' in run.state ? run.state.reason : null;
  const elapsed =
    'sinceMs' in run.state && run.state.kind === 'running' ? elapsedText(nowMs - run.state.sinceMs) : '';
  const progress: Span[] =
    run.progress === null || said !== null
      ? []
      : [
          ...gauge(run.progress.fraction * 100, 8),
          [` ${Math.round(run.progress.fraction * 100)}%  `, 'text'],
        ];
  return [
    isSelected ? ['▸', 'accent'] : ' ',
    '  ',
    ...cell(
      [
        [`${glyph} `, role],
        [run.podName.slice(0, nameWidth), 'title'],
      ],
      nameWidth + 3,
    ),
    ...cell([[`${word}${elapsed === '' ? '' : ` ${elapsed}`}`, role]], width >= 100 ? 20 : 14),
    '  ',
    ...progress,
    [said ?? run.progress?.text ?? '', 'dim'],
  ];
}

function highlighted(text: string, role: Role, sought: string): Span[] {
  if (sought === '') return [[text, role]];
  const spans: Span[] = [];
  const lower = text.toLowerCase();
  const wanted = sought.toLowerCase();
  // A letter whose lower case is longer would put every place after it wrong.
  if (lower.length !== text.length) return [[text, role]];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    spans.push([text.slice(from, at), role], [text.slice(at, at + wanted.length), 'match']);
    from = at + wanted.length;
  }
  return [...spans, [text.slice(from), role]];
}

function tookText(tookMs: number): string {
  if (tookMs >= 60_000) return elapsedText(tookMs);
  return tookMs < 1000 ? `${Math.round(tookMs)} ms` : `${(tookMs / 1000).toFixed(1)} s`;
}
