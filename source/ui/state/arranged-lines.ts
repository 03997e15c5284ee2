/** A run's lines in the order of reading: while it goes on as they come, afterwards the verdict and the result first. */
import type { PodRun } from '../../jobs/model/job.ts';
import type { JobLine } from '../../jobs/model/line.ts';
import { linesOfEvents } from '../../jobs/model/lines.ts';
import { verdictLook } from '../../jobs/model/looks.ts';
import { isRunOver } from '../../jobs/model/questions.ts';

/** `prefix` keeps the keys of several pods apart. */
export function arrangedLines(run: PodRun, prefix: string): readonly JobLine[] {
  const lines = linesOfEvents(run.events);
  const ordered = isRunOver(run)
    ? endedLines(run, lines)
    : [...droppedLines(run), ...lines, ...nowLines(run, lines)];
  if (prefix === '') return ordered;
  return ordered.map((line) => ({
    ...line,
    key: prefix + line.key,
    ...(line.under !== undefined && { under: prefix + line.under }),
  }));
}

function endedLines(run: PodRun, lines: readonly JobLine[]): JobLine[] {
  if (lines.some(({ part }) => part === 'step')) return stepLines(run, lines);
  const verdict = lines.filter(({ part }) => part === 'verdict');
  const result = lines.filter(({ part }) => part === 'result');
  const log = [...droppedLines(run), ...lines.filter(({ part }) => part === undefined)];
  const head = verdict.length > 0 ? verdict : endLines(run);
  if (result.length === 0 || log.length === 0) return [...head, ...result, ...log];
  const opener: JobLine = {
    key: 'log',
    role: 'dim',
    indent: 0,
    text: `${log.length} ${log.length === 1 ? 'line' : 'lines'} of output while it ran`,
    atMs: null,
    isOpener: true,
  };
  return [...head, ...result, opener, ...log.map((line) => ({ ...line, under: line.under ?? 'log' }))];
}

/** Of a deploy: what to know of the release, then the steps in their order, since what undid them stands after them. */
function stepLines(run: PodRun, lines: readonly JobLine[]): JobLine[] {
  const verdict = lines.filter(({ part }) => part === 'verdict');
  const head = verdict.length > 0 ? verdict : endLines(run);
  const result = lines.filter(({ part }) => part === 'result');
  const steps = lines.filter(({ part }) => part !== 'verdict' && part !== 'result').map(withoutClock);
  return [...head, ...result, ...droppedLines(run), ...steps];
}

/** A step that nobody saw the end of: its time must not go on. */
function withoutClock(line: JobLine): JobLine {
  if (line.sinceMs === undefined) return line;
  const { sinceMs: _since, progress: _progress, ...rest } = line;
  return { ...rest, role: 'unknown', text: `${line.text.replace('▶', '? ended ')}: nobody saw how` };
}

/** Of a run that never gave a verdict itself: as when its pod could not be reached, or it was left behind. */
function endLines({ state }: PodRun): JobLine[] {
  if (state.kind === 'ended') {
    const { glyph, word, role } = verdictLook(state.verdict, state.exitCode);
    return [{ key: 'verdict', role, indent: 0, text: `${glyph} ${word}  ${state.text}`, atMs: state.atMs }];
  }
  return state.kind === 'left'
    ? [{ key: 'verdict', role: 'unknown', indent: 0, text: `? left  ${state.reason}`, atMs: null }]
    : [];
}

/** What it does now, below what it has said; and where it is when nobody hears it. */
function nowLines({ state, progress }: PodRun, lines: readonly JobLine[]): JobLine[] {
  if (state.kind === 'parted') {
    const reason = state.reason.replace(/\.$/, '');
    const text = `⇋ link down: ${reason}; the job goes on in the pod and is found again by itself`;
    return [{ key: 'now', role: 'unknown', indent: 0, text, atMs: null, part: 'result' }];
  }
  const text = lines.some(({ part }) => part === 'step') ? '' : (progress?.text ?? '');
  if (text === '' || lines.slice(-3).some((line) => line.text.includes(text))) return [];
  return [{ key: 'now', role: 'dim', indent: 0, text: `… ${text}`, atMs: null }];
}

function droppedLines({ droppedCount }: PodRun): JobLine[] {
  if (droppedCount === 0) return [];
  const text = `… ${droppedCount} older events were not kept`;
  return [{ key: 'dropped', role: 'dim', indent: 0, text, atMs: null }];
}
