/** `pod-agent job stop`: asks a job to end, tells it to, or kills it. */
import { findJob } from '../jobs/find-job.ts';
import { usualJobFolders } from '../jobs/folders.ts';
import { stopHows } from '../jobs/stop-how.ts';
import { type Stopped, stopJob } from '../jobs/stop-job.ts';
import type { StopHow } from '../protocol/job-wire.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { bootIdNow, jobIdOf, noSuchJob } from './job-words.ts';

export const jobStop: Command = {
  name: 'job stop',
  summary: 'Ask a job to end, tell it to, or kill it.',
  help: `Usage: pod-agent job stop --id ID [--how ask|term|kill]

  --id ID        The job
  --how ask      It ends when it can, in good order (default)
  --how term     It ends within two seconds
  --how kill     It is killed, with all that it started
  --help

Exit code 0 when it was told or is over, 1 when a killed one does not go, 3 where there is no
such job.
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(jobStop, args, { id: { type: 'string' }, how: { type: 'string', default: 'ask' } });
  const id = jobIdOf(flags.id);
  const how = howOf(flags.how);
  const job = await findJob(usualJobFolders(), id);
  if (job === null) {
    process.stderr.write(`pod-agent: there is no job "${id}".\n`);
    return noSuchJob;
  }
  const stopped = await stopJob({ job, how, bootId: await bootIdNow(), wallMs: () => Date.now() });
  process.stdout.write(`job ${id} ${describe(stopped, how)}\n`);
  return stopped.kind === 'stays' ? 1 : 0;
}

function howOf(text: string): StopHow {
  const how = stopHows.find((each) => each === text);
  if (how !== undefined) return how;
  throw new UsageError(`--how is "${text}". It must be one of ${stopHows.join(', ')}.`);
}

function describe(stopped: Stopped, how: StopHow): string {
  switch (stopped.kind) {
    case 'told':
      return how === 'ask' ? 'was asked to end' : 'was told to end within two seconds';
    case 'killed':
      return 'was killed';
    case 'over':
      return 'is over';
    case 'stays':
      return `was killed and does not go: process ${stopped.pid} hangs in the kernel`;
  }
}
