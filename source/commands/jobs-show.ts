/** `pod-engine jobs show JOB`: what a job told, as it was kept. */
import type { Journal } from '../jobs/journal/journal.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { eventLine, jobDocument } from './job-document.ts';
import { openJobsJournal } from './open-jobs.ts';

export const jobsShow: Command = {
  words: 'jobs show',
  aliases: [],
  argumentsHelp: 'JOB',
  minArguments: 1,
  maxArguments: 1,
  summary: 'show the output of a job, by its number or its id',
  flags: ['json', 'jsonl'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const typed = context.arguments[0] ?? '';
  const journal = await openJobsJournal(context);
  const id = await idMeant(journal, typed);
  const past = id === null ? null : await journal.read(id);
  if (past === null) {
    context.say(`There is no job "${typed}". pod-engine jobs list shows them all.\n`);
    return exitCodes.notFound;
  }
  await print(context, past.job);
  if (past.garbledCount > 0)
    context.say(`${past.garbledCount} lines of the journal could not be read and are left out.\n`);
  if (past.droppedCount > 0) context.say(`${past.droppedCount} events found no room in the journal.\n`);
  for (const { podName, state } of past.job.runs)
    if (state.kind === 'left') context.say(`${podName}: left, ${state.reason}.\n`);
  return exitCodes.ok;
}

/** Of a number the newest: two consoles may have begun a job at the same moment. */
async function idMeant(journal: Journal, typed: string): Promise<string | null> {
  const number = /^#?(\d{1,9})$/.exec(typed)?.[1];
  const past = await journal.list();
  const found = past.find(({ job }) =>
    number === undefined ? job.id === typed : job.number === Number(number),
  );
  return found?.job.id ?? null;
}

async function print(context: CommandContext, job: Job): Promise<void> {
  if (context.flags.jsonl === true) {
    for (const run of job.runs) for (const event of run.events) context.print(eventLine(job, run, event));
  } else if (context.flags.json === true) {
    context.print(`${JSON.stringify(jobDocument(job), null, 2)}\n`);
  } else {
    const { textOfJob } = await import('../jobs/model/job-text.ts');
    context.print(textOfJob(job));
  }
}
