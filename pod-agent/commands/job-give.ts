/** `pod-agent job give`: takes what a job needs and no process list is to show. */
import { usualJobFolders } from '../jobs/folders.ts';
import { giveJob, maxGivenBytes } from '../jobs/give.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { jobIdOf } from './job-words.ts';

export const jobGive: Command = {
  name: 'job give',
  summary: 'Keep what standard input says for a job that is to be run.',
  help: `Usage: pod-agent job give --id ID

Keeps standard input, at most ${maxGivenBytes / 1024} KiB, for the job of that name: the command line of a "fix".

  --id ID        The job
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(jobGive, args, { id: { type: 'string' } });
  const id = jobIdOf(flags.id);
  const text = await standardInput();
  if (text === '') throw new UsageError('standard input says nothing. Give it the command line to be run.');
  const trouble = await giveJob(usualJobFolders(), id, text);
  if (trouble === null) return 0;
  process.stderr.write(`pod-agent: it cannot be kept. ${trouble}\n`);
  return 1;
}

async function standardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin) {
    const chunk = Buffer.from(piece);
    bytes += chunk.length;
    // A command that is cut is another command.
    if (bytes > maxGivenBytes)
      throw new UsageError(`standard input is longer than ${maxGivenBytes / 1024} KiB.`);
    pieces.push(chunk);
  }
  return Buffer.concat(pieces).toString('utf8').trim();
}
