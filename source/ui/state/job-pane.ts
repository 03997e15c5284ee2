/** Moving in a job's output, unfolding, searching. */
import type { Ask, Movement } from './action.ts';
import { diffNeedsLoading } from './job-loading.ts';
import { movedIndex } from './movement.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { PaneLine } from './pane-lines.ts';
import { cursorIndex, isFollowing, shownJob, topRow } from './shown-job.ts';
import type { Situation } from './situation.ts';
import { fieldOf } from './text-field.ts';
import type { View } from './view.ts';

/** Any move turns following off; to the bottom of a job that goes on turns it on. */
export function moveInJob(view: View, by: Movement, situation: Situation): View {
  const job = shownJob(view, situation);
  const lines = situation.jobLines;
  if (job === null || lines.length === 0) return view;
  const pageRows = situation.pageRows.output;
  const from = cursorIndex(view, job, lines);
  const index = movedIndex(from, by, { count: lines.length, pageRows });
  const placed = withCursor(view, situation, index);
  const follows = by === 'last' || (isFollowing(view, job) && index >= from);
  const followed: View = { ...placed, jobs: { ...placed.jobs, cursor: null } };
  return follows && isFollowing(followed, job) ? followed : placed;
}

function withCursor(view: View, situation: Situation, index: number): View {
  const job = shownJob(view, situation);
  const line = situation.jobLines[index];
  if (job === null || line === undefined) return view;
  const rows = { lines: situation.jobLines, pageRows: situation.pageRows.output };
  const from: View = { ...view, jobs: { ...view.jobs, top: topRow(view, job, rows) } };
  const moved: View = { ...from, jobs: { ...from.jobs, cursor: { key: line.key, index } } };
  return { ...moved, jobs: { ...moved.jobs, top: topRow(moved, job, rows) } };
}

/** The row under the cursor; null where there is none. */
export function lineUnderCursor(view: View, situation: Situation): PaneLine | null {
  const job = shownJob(view, situation);
  if (job === null) return null;
  return situation.jobLines[cursorIndex(view, job, situation.jobLines)] ?? null;
}

/** From a line that is folded under another, it is that other one that folds. */
export function toggleFold(view: View, situation: Situation): Outcome {
  const found = lineUnderCursor(view, situation);
  const key = found === null ? undefined : found.line.isOpener === true ? found.line.key : openerOf(found);
  if (found === null || key === undefined)
    return noticed(view, {
      level: 'warn',
      text: 'there is nothing folded in this line',
      atMs: situation.nowMs,
    });
  const { unfolded } = view.jobs;
  const next = unfolded.includes(key) ? unfolded.filter((each) => each !== key) : [...unfolded, key];
  const at = situation.jobLines.findIndex((each) => each.key === key);
  const placed = withCursor(view, situation, Math.max(0, at));
  return seen({ ...placed, jobs: { ...placed.jobs, unfolded: next } });
}

function openerOf({ line }: PaneLine): string | undefined {
  return line.under ?? (line.findingId === undefined ? undefined : line.key.replace(/:do$/, ''));
}

/** To the next or previous line that says fail, warn or unknown. */
export function stepToProblem(view: View, step: 1 | -1, situation: Situation): Outcome {
  return stepTo(view, situation, {
    step,
    matches: ({ isFirst, line }) => isFirst && ['fail', 'warn', 'unknown'].includes(line.role),
    nothing: 'nothing here is wrong',
  });
}

export function stepToMatch(view: View, step: 1 | -1, situation: Situation): Outcome {
  const sought = view.jobs.search.applied;
  if (sought === '') {
    const text = `nothing is searched for: ${situation.keyOf('job.search')} begins`;
    return noticed(view, { level: 'warn', text, atMs: situation.nowMs });
  }
  return stepTo(view, situation, {
    step,
    matches: (line) => isMatch(line, sought),
    nothing: `nothing here says “${sought}”`,
  });
}

export function isMatch({ text }: PaneLine, sought: string): boolean {
  return sought !== '' && text.toLowerCase().includes(sought.toLowerCase());
}

/** Round the end, as a search is expected to. */
function stepTo(
  view: View,
  situation: Situation,
  {
    step,
    matches,
    nothing,
  }: { readonly step: 1 | -1; readonly matches: (line: PaneLine) => boolean; readonly nothing: string },
): Outcome {
  const job = shownJob(view, situation);
  const lines = situation.jobLines;
  const from = job === null ? 0 : cursorIndex(view, job, lines);
  for (let distance = 1; distance <= lines.length; distance++) {
    const index = (from + step * distance + lines.length * distance) % lines.length;
    const line = lines[index];
    if (line !== undefined && matches(line)) return seen(withCursor(view, situation, index));
  }
  return noticed(view, { level: 'warn', text: nothing, atMs: situation.nowMs });
}

export function openSearch(view: View): View {
  const { search } = view.jobs;
  return { ...view, jobs: { ...view.jobs, search: { ...search, field: fieldOf(search.applied) } } };
}

/** The first match from the cursor on. */
export function acceptSearch(view: View, situation: Situation): Outcome {
  const { search } = view.jobs;
  const closed: View = { ...view, jobs: { ...view.jobs, search: { ...search, field: null } } };
  if (search.applied === '') return seen(clearSearch(closed, situation));
  const under = lineUnderCursor(closed, situation);
  return under !== null && isMatch(under, search.applied) ? seen(closed) : stepToMatch(closed, 1, situation);
}

/** What the cursor stands in stays unfolded, so that it does not vanish from under it. */
export function clearSearch(view: View, situation: Situation): View {
  const under = lineUnderCursor(view, situation)?.line.under;
  const { unfolded } = view.jobs;
  return {
    ...view,
    jobs: {
      ...view.jobs,
      search: { field: null, applied: '' },
      unfolded: under === undefined || unfolded.includes(under) ? unfolded : [...unfolded, under],
    },
  };
}

/** What the journal has to be asked for before two runs can be compared. */
export function toggleDiff(view: View, situation: Situation): Outcome {
  const isDiff = !view.jobs.isDiff;
  const asks: readonly Ask[] = isDiff ? diffNeedsLoading(view, situation) : [];
  return {
    view: { ...view, jobs: { ...view.jobs, isDiff, cursor: isDiff ? null : view.jobs.cursor, top: 0 } },
    asks,
  };
}
