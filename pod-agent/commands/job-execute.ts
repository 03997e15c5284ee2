/** `pod-agent job execute`: the process that does a job. Begun by `job run`, and known to it alone. */
import { createLocalHost } from '../host/local-host.ts';
import { jobKinds } from '../job-kinds.ts';
import { createEventWriter } from '../jobs/event-writer.ts';
import { executeJob } from '../jobs/execute-job.ts';
import { findJob } from '../jobs/find-job.ts';
import { usualJobFolders } from '../jobs/folders.ts';
import { ownMark } from '../jobs/job-folder.ts';
import { writeOnce } from '../jobs/once.ts';
import { readGiven } from '../jobs/start-job.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { jobIdOf, noSuchJob } from './job-words.ts';

export const jobExecute: Command = {
  name: 'job execute',
  summary: 'Do a job that was begun.',
  help: 'Usage: pod-agent job execute --id ID\n\nFor "pod-agent job run", which begins it.\n',
  isHidden: true,
  run,
};

/** Below the time after which the agent's entry ends itself. */
const graceMs = 1500;
const deadlineMs = 30 * 60_000;

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(jobExecute, args, { id: { type: 'string' } });
  const id = jobIdOf(flags.id);
  const [asked, told] = [new AbortController(), new AbortController()];
  process.on('SIGINT', () => asked.abort());
  process.on('SIGTERM', () => told.abort());
  // The terminal that it was begun from may go; that is the point of it.
  process.on('SIGHUP', () => {});
  const job = await findJob(usualJobFolders(), id);
  if (job === null) return noSuchJob;
  const { files, state } = job;
  if (!(await writeOnce(files.process, `${JSON.stringify(await ownMark())}\n`))) {
    throw new UsageError(`job ${id} has a process already.`);
  }
  const writer = createEventWriter({ path: files.events, wallMs: () => Date.now() });
  const host = createLocalHost({ root: null });
  await executeJob({
    makeStream: async (signal) => {
      const given = (await readGiven(files)) ?? '';
      return jobKinds[state.kind]
        .read(state.arguments)
        .make({ jobId: id, beganAtMs: state.beganAtMs, host, given, groupsFile: files.groups, signal });
    },
    writer,
    asked: asked.signal,
    told: told.signal,
    graceMs,
    deadlineMs,
  });
  writer.close();
  host.close();
  return 0;
}
