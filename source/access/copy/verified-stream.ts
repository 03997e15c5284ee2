/** A stream from or to a pod, with its SHA-256 compared at both ends. */
import { createHash, randomBytes } from 'node:crypto';
import type { SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { localTrouble } from './local-trouble.ts';
import { type MarkedOutput, readMarked } from './marked-output.ts';
import { receiveScript, sendScript } from './pod-scripts.ts';

export type StreamEnd =
  | { readonly ok: true }
  /** `failure`: the connection's; null where the pod or a file is to blame. */
  | { readonly ok: false; readonly reason: string; readonly failure: SshFailure | null };

/** Hands on what `produce` prints in the pod. What `onBytes` throws ends it, as a failure. */
export async function receiveFromPod(options: {
  readonly door: PodDoor;
  readonly produce: string;
  readonly signal: AbortSignal;
  onBytes(bytes: Buffer): void;
}): Promise<StreamEnd> {
  const { door, produce, onBytes, signal } = options;
  const mark = newMark();
  const hash = createHash('sha256');
  const output = readMarked(mark, 'stream');
  const complaints = readMarked(mark, 'words');
  let thrown: unknown = null;
  let stop = (): void => {};
  const started = await door.run({
    command: sendScript(mark, produce),
    onStdout(bytes) {
      const stream = output.feed(bytes);
      if (thrown !== null || stream.length === 0) return;
      hash.update(stream);
      try {
        onBytes(stream);
      } catch (error) {
        thrown = error;
        stop();
      }
    },
    onStderr: (bytes) => void complaints.feed(bytes),
  });
  if (!started.ok) return { ok: false, reason: started.failure.message, failure: started.failure };
  stop = () => started.value.close();
  if (thrown !== null) stop();
  started.value.endInput();
  await overOr(started.value.ended, stop, signal);
  if (thrown !== null) return broken(localTrouble(thrown));
  return verdictOf({ door, output, complaints, sum: hash.digest('hex'), signal });
}

/** Sends all of `pieces` to what `consume` is in the pod. */
export async function sendToPod(options: {
  readonly door: PodDoor;
  readonly consume: string;
  readonly pieces: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  onBytes(count: number): void;
}): Promise<StreamEnd> {
  const { door, consume, pieces, onBytes, signal } = options;
  const mark = newMark();
  const hash = createHash('sha256');
  const output = readMarked(mark, 'stream');
  const complaints = readMarked(mark, 'words');
  const started = await door.run({
    command: receiveScript(mark, consume),
    onStdout: (bytes) => void output.feed(bytes),
    onStderr: (bytes) => void complaints.feed(bytes),
  });
  if (!started.ok) return { ok: false, reason: started.failure.message, failure: started.failure };
  const { send, endInput, close, ended } = started.value;
  if (send === undefined) return broken('this way to the pod takes no files');
  try {
    for await (const piece of pieces) {
      if (signal.aborted || output.isStopped()) break;
      hash.update(piece);
      if (!(await send(piece))) break;
      onBytes(piece.length);
    }
  } catch (error) {
    close();
    return broken(localTrouble(error));
  }
  endInput();
  await overOr(ended, close, signal);
  return verdictOf({ door, output, complaints, sum: hash.digest('hex'), signal });
}

function newMark(): string {
  return randomBytes(12).toString('hex');
}

async function overOr(ended: Promise<unknown>, close: () => void, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  await ended;
  signal.removeEventListener('abort', close);
}

async function verdictOf(told: {
  readonly door: PodDoor;
  readonly output: MarkedOutput;
  readonly complaints: MarkedOutput;
  readonly sum: string;
  readonly signal: AbortSignal;
}): Promise<StreamEnd> {
  const { door, output, complaints, sum, signal } = told;
  if (signal.aborted) return broken('it was stopped');
  const end = output.end();
  const words = [complaints.words(), output.words()].filter((text) => text !== '').join(' ');
  if (end?.kind === 'lacks')
    return broken(`the pod lacks ${end.tools}, which a copy needs: install coreutils and tar there`);
  if (end === null) return unfinished(door, words);
  if (end.exitCode !== 0) return broken(words === '' ? `the pod's side ended with ${end.exitCode}` : words);
  if (end.sha256 === sum) return { ok: true };
  return broken('what arrived is not what was sent: the checksums differ');
}

/** The script did not come to its end. */
async function unfinished(door: PodDoor, words: string): Promise<StreamEnd> {
  const lost = await Promise.race([
    door.closed,
    new Promise<null>((resolve) => setTimeout(resolve, lossToldWithinMs, null)),
  ]);
  if (lost !== null) return { ok: false, reason: lost.message, failure: lost };
  if (words !== '') return broken(`the pod did not say that it is whole: ${words}`);
  return broken('the pod did not say that it is whole: its login shell may be none that runs scripts');
}

/** A lost connection closes its channels a moment before itself. */
const lossToldWithinMs = 300;

function broken(reason: string): StreamEnd {
  return { ok: false, reason, failure: null };
}
