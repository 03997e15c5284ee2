/** Several pods that said the same, folded under one heading. */
import type { PodRun } from './job.ts';
import type { JobLine } from './line.ts';
import { linesOfEvents } from './lines.ts';
import { withoutTimes } from './without-times.ts';

export type RunGroup = {
  /** At least one, in the job's order; they said the same, the first one's lines stand for all. */
  readonly runs: readonly PodRun[];
  readonly lines: readonly JobLine[];
};

/** In the order of each group's first run. Runs that still go on stand alone: what they will say is not known. */
export function foldedRuns(runs: readonly PodRun[]): readonly RunGroup[] {
  const groups = new Map<string, { runs: PodRun[]; readonly lines: readonly JobLine[] }>();
  for (const run of runs) {
    const lines = linesOfEvents(run.events);
    const key = run.state.kind === 'ended' ? `said ${saidBy(lines)}` : `pod ${run.podId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { runs: [run], lines });
    else group.runs.push(run);
  }
  return [...groups.values()];
}

/** "llama-0" or "3 pods: llama-0, llama-1, llama-2". */
export function groupTitle({ runs }: RunGroup): string {
  const names = runs.map(({ podName }) => podName).join(', ');
  return runs.length === 1 ? names : `${runs.length} pods: ${names}`;
}

const said = new WeakMap<readonly JobLine[], string>();

function saidBy(lines: readonly JobLine[]): string {
  const known = said.get(lines);
  if (known !== undefined) return known;
  const text = lines.map((line) => withoutTimes(line.text)).join('\n');
  said.set(lines, text);
  return text;
}
