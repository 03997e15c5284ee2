/** What `job run` and `job follow` print, from the hello to the verdict. */
import type { KeptJob } from '../jobs/find-job.ts';
import { endOfJob } from '../jobs/find-job.ts';
import { followJob } from '../jobs/follow-job.ts';
import { readProcess } from '../jobs/job-folder.ts';
import { encodeJobLine } from '../protocol/job-codec.ts';
import { jobProtocolVersion } from '../protocol/job-wire.ts';
import { createJobOutput } from './job-output.ts';
import { noSuchJob } from './job-words.ts';

type Reader = {
  readonly nonce: string | null;
  readonly bootId: string | null;
  /** The last event that the reader has. */
  readonly after: number;
};

/** Resolves with the exit code, after the verdict or when nobody listens any more. */
export async function tellOfJob(
  { files, state }: KeptJob,
  reader: Reader & { readonly isNew: boolean },
): Promise<number> {
  const { nonce, bootId, after, isNew } = reader;
  const output = createJobOutput();
  const { verdict, isOver } = await endOfJob({ files, state }, bootId);
  const process = await readProcess(files);
  const hello = encodeJobLine({
    kind: 'job-hello',
    protocol: jobProtocolVersion,
    id: state.id,
    nonce,
    jobKind: state.kind,
    pid: process === null || process.pid === 0 ? null : process.pid,
    state: verdict === null && !isOver ? 'running' : 'ended',
    isNew,
    beganAtMs: state.beganAtMs,
    nowMs: Date.now(),
    bootId,
    agentVersion: __VERSION__,
  });
  // What a login shell printed without a newline stays off the first line.
  await output.write(`\n${hello}`);
  const { write, signal } = output;
  await followJob({ files, state, after, bootId, wallMs: () => Date.now(), write, signal });
  output.end();
  return 0;
}

export async function tellOfAbsence(id: string, { nonce, bootId }: Reader): Promise<number> {
  process.stdout.write(`\n${encodeJobLine({ kind: 'job-absent', id, nonce, bootId })}`);
  process.stderr.write(`pod-agent: there is no job "${id}".\n`);
  return noSuchJob;
}
