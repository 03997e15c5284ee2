/** What a command tells while its job runs: events as JSON lines, or for people the steps, and links that come and go. */
import type { Job, PodRun } from '../jobs/model/job.ts';
import type { CommandContext } from './command.ts';
import { eventLine } from './job-document.ts';

/** Called with each new state of the job; prints what was not there the last time. */
export function jobProgress(context: CommandContext): (job: Job) => void {
  const printed = new Map<string, number>();
  const stood = new Map<string, string>();
  return (job) => {
    for (const run of job.runs) {
      const last = printed.get(run.podId) ?? 0;
      const fresh = run.events.filter(({ sequence }) => sequence > last);
      printed.set(run.podId, fresh.at(-1)?.sequence ?? last);
      if (context.flags.jsonl === true) for (const event of fresh) context.print(eventLine(job, run, event));
      else tellSteps(context, run, fresh);
      const now = stateSentence(run);
      if (now !== null && stood.get(run.podId) !== now) context.say(`${run.podName}: ${now}\n`);
      stood.set(run.podId, now ?? '');
    }
  };
}

/** Only on a terminal: a log needs none of it, since the result says it all again. */
function tellSteps(context: CommandContext, { podName }: PodRun, fresh: PodRun['events']): void {
  if (!context.interactive) return;
  for (const event of fresh) if (event.kind === 'step-began') context.say(`${podName}: ${event.title} …\n`);
}

/** null where there is nothing to say beside the job's own output. */
function stateSentence({ state }: PodRun): string | null {
  if (state.kind === 'parted') return `${state.reason} The job goes on in the pod, and is found again.`;
  if (state.kind !== 'stopping') return null;
  return { asked: 'asked to stop', term: 'told to end (TERM)', kill: 'killed (KILL)' }[state.how];
}
