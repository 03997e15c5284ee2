/** What is different between a run and the one before it of the same kind on the same pod. */
import { diffTexts } from './diff-texts.ts';
import type { Job, JobsSnapshot, PodRun } from './job.ts';
import type { JobLine, LineRole } from './line.ts';
import { linesOfEvents } from './lines.ts';
import { withoutTimes } from './without-times.ts';

export type EarlierRun = { readonly job: Job; readonly run: PodRun };

/** The newest older job of the kind that has a run on the pod, whether its events have been read or not. */
export function earlierRun({ jobs }: JobsSnapshot, job: Job, podId: string): EarlierRun | null {
  const at = jobs.findIndex(({ id }) => id === job.id);
  for (const older of jobs.slice(at + 1)) {
    if (older.kind !== job.kind) continue;
    const run = older.runs.find((each) => each.podId === podId);
    if (run !== undefined) return { job: older, run };
  }
  return null;
}

/** First what is new, gone or changed among findings and tunings; then the lines that differ, times left out. */
export function diffRuns(before: PodRun, after: PodRun): readonly JobLine[] {
  const older = linesOfEvents(before.events);
  const newer = linesOfEvents(after.events);
  const results = [...itemChanges(older, newer, 'finding:'), ...itemChanges(older, newer, 'tuning:')];
  const told = new Set(results.map(({ key }) => key.replace(/^diff:/, '')));
  const lines = lineChanges(
    older.filter((line) => !isTold(line, told)),
    newer.filter((line) => !isTold(line, told)),
  );
  const all = [...results, ...lines];
  return all.length > 0 ? all : [made('diff:none', 'ok', '✔ nothing is different but times')];
}

/** A finding's own lines need not be told again below the finding. */
function isTold({ key, under, findingId }: JobLine, told: ReadonlySet<string>): boolean {
  return told.has(key) || (under !== undefined && told.has(under)) || told.has(`finding:${findingId ?? ''}`);
}

function itemChanges(older: readonly JobLine[], newer: readonly JobLine[], prefix: string): JobLine[] {
  const heads = (lines: readonly JobLine[]) =>
    new Map(
      lines
        .filter(({ key, isOpener }) => isOpener === true && key.startsWith(prefix))
        .map((line) => [line.key, line]),
    );
  const before = heads(older);
  const after = heads(newer);
  const noun = prefix.slice(0, -1);
  const changes: JobLine[] = [];
  for (const [key, line] of after) {
    const old = before.get(key);
    if (old === undefined) changes.push(made(`diff:${key}`, line.role, `+ new ${noun}: ${line.text}`));
    else if (withoutTimes(old.text) !== withoutTimes(line.text))
      changes.push(made(`diff:${key}`, line.role, `~ ${noun} was ${old.text}, is ${line.text}`));
  }
  for (const [key, line] of before)
    if (!after.has(key)) changes.push(made(`diff:${key}`, 'ok', `− gone ${noun}: ${line.text}`));
  return changes;
}

function lineChanges(older: readonly JobLine[], newer: readonly JobLine[]): JobLine[] {
  const texts = (lines: readonly JobLine[]) => lines.map((line) => withoutTimes(line.text));
  const changes = diffTexts(texts(older), texts(newer));
  return changes.map(({ sign, index }, order) => {
    const text = (sign === '+' ? newer : older)[index]?.text ?? '';
    return made(`diff:line:${order}`, sign === '+' ? 'text' : 'dim', `${sign === '+' ? '+' : '−'} ${text}`);
  });
}

function made(key: string, role: LineRole, text: string): JobLine {
  return { key, role, indent: 0, text, atMs: null };
}
