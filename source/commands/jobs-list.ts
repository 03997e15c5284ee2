/** `pod-engine jobs list`: what was run from this account of the operator, newest first. */
import type { PodRun } from '../jobs/model/job.ts';
import { verdictLook } from '../jobs/model/looks.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jobDocument } from './job-document.ts';
import { openJobsJournal } from './open-jobs.ts';
import { printTable, type TableRow } from './table.ts';

export const jobsList: Command = {
  words: 'jobs list',
  aliases: ['jobs'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'list the jobs that were run, with what came of them',
  flags: ['json', 'jsonl'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const past = await (await openJobsJournal(context)).list();
  const jobs = past.map(({ job }) => job);
  if (context.flags.json === true)
    context.print(`${JSON.stringify({ jobs: jobs.map(summaryOf) }, null, 2)}\n`);
  else if (context.flags.jsonl === true)
    for (const job of jobs) context.print(`${JSON.stringify(summaryOf(job))}\n`);
  else if (jobs.length === 0) context.say('No jobs were run yet.\n');
  else await printTable(context, jobs.map(rowOf), ['pods', 'took']);
  return exitCodes.ok;
}

type Listed = Parameters<typeof jobDocument>[0];

function summaryOf(job: Listed) {
  const { pods, ...rest } = jobDocument(job);
  return {
    ...rest,
    pods: pods.map(({ podId, podName, state, livesInPod }) => ({ podId, podName, state, livesInPod })),
  };
}

function rowOf(job: Listed): TableRow {
  return {
    '#': String(job.number),
    kind: job.kind,
    began: new Date(job.startedAtMs).toISOString().replace('T', ' ').slice(0, 16),
    took: job.endedAtMs === null ? '—' : durationText(job.endedAtMs - job.startedAtMs),
    result: resultText(job.runs),
    pods: job.runs.map(({ podName }) => podName).join(' '),
  };
}

/** "pass", "pass, with warnings", "2 pass; 1 fail". */
export function resultText(runs: readonly Pick<PodRun, 'state'>[]): string {
  const words = runs.map(({ state }) =>
    state.kind === 'ended' ? verdictLook(state.verdict, state.exitCode).word : state.kind,
  );
  const counts = [...new Set(words)].map(
    (word) => [word, words.filter((each) => each === word).length] as const,
  );
  return counts.map(([word, count]) => (runs.length === 1 ? word : `${count} ${word}`)).join('; ');
}
