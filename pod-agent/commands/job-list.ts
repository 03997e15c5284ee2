/** `pod-agent job list`: the jobs that are kept here. */
import { endOfJob, type KeptJob, keptJobs } from '../jobs/find-job.ts';
import { usualJobFolders } from '../jobs/folders.ts';
import { readProcess } from '../jobs/job-folder.ts';
import { decodeJobEvent } from '../protocol/job-codec.ts';
import { oneLine } from '../protocol/one-line.ts';
import { type Command, readFlags } from './command.ts';
import { bootIdNow } from './job-words.ts';

export const jobList: Command = {
  name: 'job list',
  summary: 'List the jobs that are kept in this pod.',
  help: `Usage: pod-agent job list [--json]

Prints a line for each job of this user, the oldest first: its name, kind, state or verdict, and
when it began. At most 50 are kept, and 64 MiB; the oldest that have ended make room.

  --json         One JSON object a line
  --help
`,
  run,
};

type Row = {
  readonly id: string;
  readonly kind: string;
  readonly arguments: readonly string[];
  readonly beganAtMs: number;
  readonly pid: number | null;
  /** "running", "died" without a verdict, or the verdict. */
  readonly state: string;
  readonly text: string;
  readonly lastSequence: number;
};

async function run(args: readonly string[]): Promise<number> {
  const { json } = readFlags(jobList, args, { json: { type: 'boolean', default: false } });
  const bootId = await bootIdNow();
  for (const job of await keptJobs(usualJobFolders())) {
    const row = await rowOf(job, bootId);
    process.stdout.write(json ? `${JSON.stringify(row)}\n` : described(row));
  }
  return 0;
}

async function rowOf(job: KeptJob, bootId: string | null): Promise<Row> {
  const { verdict, lastSequence, isOver } = await endOfJob(job, bootId);
  const process = await readProcess(job.files);
  const decoded = verdict === null ? null : decodeJobEvent(verdict.text);
  const event = decoded?.ok === true && decoded.line.kind === 'verdict' ? decoded.line : null;
  return {
    id: job.state.id,
    kind: job.state.kind,
    arguments: job.state.arguments,
    beganAtMs: job.state.beganAtMs,
    pid: process?.pid ?? null,
    state: event?.verdict ?? (isOver ? 'died' : 'running'),
    text: event?.text ?? '',
    lastSequence: verdict?.sequence ?? lastSequence,
  };
}

function described({ id, kind, state, beganAtMs, text }: Row): string {
  const words = [id.padEnd(24), kind.padEnd(10), state.padEnd(13), new Date(beganAtMs).toISOString(), text];
  return `${oneLine(words.join('  '))}\n`;
}
