/** A whole job as plain text: what is saved and copied. Nothing is folded in it but pods that said the same. */
import { foldedRuns, groupTitle } from './folding.ts';
import type { Job } from './job.ts';
import type { JobLine } from './line.ts';
import { textOfLine } from './lines.ts';

export function textOfJob(job: Job): string {
  const lines = [
    `#${job.number} ${job.kind}, begun ${new Date(job.startedAtMs).toISOString()}`,
    ...foldedRuns(job.runs).flatMap((group) => [
      '',
      groupTitle(group),
      ...droppedText(group.runs[0]?.droppedCount ?? 0),
      ...group.lines.map((line) => `${timeOf(line)}${textOfLine(line)}${tookOf(line)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function droppedText(count: number): string[] {
  return count === 0 ? [] : [`(${count} older events were not kept)`];
}

function timeOf({ atMs }: JobLine): string {
  return atMs === null ? '' : `${new Date(atMs).toISOString().slice(11, 19)} `;
}

function tookOf({ tookMs }: JobLine): string {
  return tookMs === undefined
    ? ''
    : `  [${tookMs < 1000 ? `${Math.round(tookMs)} ms` : `${(tookMs / 1000).toFixed(1)} s`}]`;
}
