/** `pod-agent job follow`: tells of a job that is there. */
import { findJob } from '../jobs/find-job.ts';
import { usualJobFolders } from '../jobs/folders.ts';
import { type Command, readFlags, wholeNumber } from './command.ts';
import { tellOfAbsence, tellOfJob } from './job-telling.ts';
import { bootIdNow, jobIdOf } from './job-words.ts';

export const jobFollow: Command = {
  name: 'job follow',
  summary: 'Tell of a job that is there, to its verdict.',
  help: `Usage: pod-agent job follow --id ID [--after N] [--nonce X]

Prints what "pod-agent job run" prints, of a job that was begun before, and begins none. Exit
code 3 and a line "job-absent" where there is no such job.

  --id ID        The job
  --after N      Tell of events after number N (default 0: all)
  --nonce X      Echoed in the first line
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(jobFollow, args, {
    id: { type: 'string' },
    after: { type: 'string', default: '0' },
    nonce: { type: 'string' },
  });
  const id = jobIdOf(flags.id);
  const after = wholeNumber({ flag: '--after', text: flags.after, min: 0, max: Number.MAX_SAFE_INTEGER - 1 });
  const reader = { nonce: flags.nonce ?? null, bootId: await bootIdNow(), after };
  const job = await findJob(usualJobFolders(), id);
  return job === null ? tellOfAbsence(id, reader) : tellOfJob(job, { ...reader, isNew: false });
}
