/** The last word on a job whose process is gone without one: said once, whoever finds it first. */
import { readFile } from 'node:fs/promises';
import { signalGroup } from '../host/process-group.ts';
import { startOfProcess } from '../host/process-start.ts';
import { encodeJobEvent } from '../protocol/job-codec.ts';
import type { JobEventBody } from '../protocol/job-events.ts';
import { type EventLine, eventLine } from './event-line.ts';
import { type JobFiles, type JobState, readGroups, readProcess, readStop } from './job-folder.ts';
import { writeOnce } from './once.ts';

/**
 * To be called when the process is gone and its events have been read to their end. What the job had started is ended
 * with it: nobody would hear of it any more.
 *
 * @returns The verdict, under the number after the last, the same for everybody who asks.
 */
export async function lastWord(options: {
  readonly files: JobFiles;
  readonly state: JobState;
  readonly lastSequence: number;
  /** Of the machine as it is now. */
  readonly bootId: string | null;
  readonly wallMs: () => number;
}): Promise<EventLine> {
  const { files, state, lastSequence, bootId, wallMs } = options;
  const isRestarted = state.bootId !== bootId;
  if (!isRestarted) await endLeftOver(files);
  const body = isRestarted ? restarted : (await readStop(files)) === 'kill' ? killed : died;
  const line = encodeJobEvent({ ...body, sequence: lastSequence + 1, atMs: wallMs() });
  // Where it cannot be kept, as on a full disk, each reader is told the same in his turn.
  await writeOnce(files.epitaph, line).catch(() => false);
  const kept = await readFile(files.epitaph, 'utf8').catch(() => line);
  return eventLine(kept.trimEnd()) ?? { text: line.trimEnd(), sequence: lastSequence + 1, isVerdict: true };
}

/** Its own group, and those of commands that it ran. */
export async function endLeftOver(files: JobFiles): Promise<void> {
  const own = await readProcess(files);
  for (const mark of [...(own === null ? [] : [own]), ...(await readGroups(files))]) {
    const start = mark.pid > 0 ? await startOfProcess(mark.pid) : 'nobody';
    // A number that somebody else has by now is left alone.
    if (start === '' || start === mark.start) signalGroup(mark.pid, 'SIGKILL');
  }
}

const died: JobEventBody = {
  kind: 'verdict',
  verdict: 'fail',
  text: 'ended without a verdict: killed or out of memory',
  exitCode: 2,
};

const killed: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'killed by the operator',
  exitCode: 3,
};

const restarted: JobEventBody = {
  kind: 'verdict',
  verdict: 'inconclusive',
  text: 'the pod was restarted while the job ran',
  exitCode: 3,
};
