/** `pod-agent job run`: begins a job that outlives this call, or finds it, and tells of it. */
import { jobKinds } from '../job-kinds.ts';
import { findJob } from '../jobs/find-job.ts';
import { usualJobFolders } from '../jobs/folders.ts';
import { forgetGiven, givenFor } from '../jobs/give.ts';
import { startJob } from '../jobs/start-job.ts';
import type { JobKind } from '../protocol/job-events.ts';
import { type Command, readFlags, UsageError, wholeNumber } from './command.ts';
import { tellOfJob } from './job-telling.ts';
import { bootIdNow, jobIdOf } from './job-words.ts';

export const jobRun: Command = {
  name: 'job run',
  summary: 'Begin a job that outlives this call, or find it, and tell of it.',
  help: `Usage: pod-agent job run --id ID [options] KIND [arguments of the kind]

Begins the job in a session of its own, unless one of that name is there, and prints an empty
line, a line "job-hello", and then its events, one JSON object a line, to its verdict. Ends
when standard input ends or nobody reads any more; the job goes on. The same line again finds
the job and goes on telling.

  --id ID        8 to 64 of a-z, 0-9 and -
  --after N      Tell of events after number N (default 0: all)
  --nonce X      Echoed in job-hello

Kinds:
${Object.values(jobKinds)
  .map(({ usage }) => `  ${usage}\n`)
  .join('')}
Exit code 0 whatever the verdict is; 2 for a command line that is not understood; 4 when the
job cannot be begun.
`,
  run,
};

const cannotBegin = 4;

async function run(args: readonly string[]): Promise<number> {
  const { own, kind, rest } = split(args);
  const flags = readFlags(jobRun, own, {
    id: { type: 'string' },
    after: { type: 'string', default: '0' },
    nonce: { type: 'string' },
  });
  const id = jobIdOf(flags.id);
  const after = wholeNumber({ flag: '--after', text: flags.after, min: 0, max: Number.MAX_SAFE_INTEGER - 1 });
  const { needsGiven } = jobKinds[kind].read(rest);
  const folders = usualJobFolders();
  const bootId = await bootIdNow();
  const given = needsGiven ? await givenFor(folders, id) : null;
  if (needsGiven && given === null && (await findJob(folders, id)) === null) {
    throw new UsageError(`job ${id} was given nothing. Say what with "pod-agent job give --id ${id}" first.`);
  }
  const started = await startJob({
    folders,
    id,
    kind,
    arguments: rest,
    given,
    bootId,
    wallMs: () => Date.now(),
    program: {
      path: process.execPath,
      args: [...process.execArgv, ...ownProgram(), 'job', 'execute', '--id'],
    },
  });
  if (!started.ok) {
    process.stderr.write(`pod-agent: the job cannot be begun. ${started.reason}\n`);
    return cannotBegin;
  }
  const { job, isNew } = started;
  if (job.state.kind !== kind || job.state.arguments.join('\0') !== rest.join('\0')) {
    const words = [job.state.kind, ...job.state.arguments].join(' ');
    throw new UsageError(`job ${id} is there already and is another: ${words}. Give this one another --id.`);
  }
  await forgetGiven(folders, id);
  return tellOfJob(job, { nonce: flags.nonce ?? null, bootId, after, isNew });
}

/** The file that Node was told to run. */
function ownProgram(): readonly string[] {
  const [, file] = process.argv;
  return file === undefined ? [] : [file];
}

/** Our own flags stand before the kind, the kind's behind it. */
function split(args: readonly string[]): {
  readonly own: readonly string[];
  readonly kind: JobKind;
  readonly rest: readonly string[];
} {
  let at = 0;
  while (args[at]?.startsWith('--')) at += args[at]?.includes('=') ? 1 : 2;
  const kind = args[at];
  if (kind === undefined) throw new UsageError(`say the kind of the job: ${kindNames().join(', ')}.`);
  if (!isKind(kind))
    throw new UsageError(`"${kind}" is no kind of job. It must be one of ${kindNames().join(', ')}.`);
  return { own: args.slice(0, at), kind, rest: args.slice(at + 1) };
}

function isKind(word: string): word is JobKind {
  return Object.hasOwn(jobKinds, word);
}

function kindNames(): readonly string[] {
  return Object.keys(jobKinds);
}
