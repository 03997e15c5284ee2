/** A stream from or to a pod, with its SHA-256 compared at both ends. */
import { createHash, randomBytes } from 'node:crypto';
import { safeText } from '../../base/safe-text.ts';
import type { SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
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
  const mark = randomBytes(12).toString('hex');
  const hash = createHash('sha256');
  const begin = beginning(mark);
  let said = '';
  let thrown: unknown = null;
  let stop = (): void => {};
  const started = await door.run({
    command: sendScript(mark, produce),
    onStdout(bytes) {
      const stream = begin(bytes);
      if (thrown !== null || stream.length === 0) return;
      hash.update(stream);
      try {
        onBytes(stream);
      } catch (error) {
        thrown = error;
        stop();
      }
    },
    onStderr: (bytes) => {
      said = (said + bytes.toString('utf8')).slice(-8000);
    },
  });
  if (!started.ok) return { ok: false, reason: started.failure.message, failure: started.failure };
  stop = () => started.value.close();
  started.value.endInput();
  await overOr(started.value.ended, stop, signal);
  if (thrown !== null) return broken(thrown instanceof Error ? thrown.message : String(thrown));
  return verdictOf({ door, mark, said, sum: hash.digest('hex'), signal });
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
  const mark = randomBytes(12).toString('hex');
  const hash = createHash('sha256');
  let said = '';
  const started = await door.run({
    command: receiveScript(mark, consume),
    onStdout: () => {},
    onStderr: (bytes) => {
      said = (said + bytes.toString('utf8')).slice(-8000);
    },
  });
  if (!started.ok) return { ok: false, reason: started.failure.message, failure: started.failure };
  const { send, endInput, close, ended } = started.value;
  if (send === undefined) return broken('this way to the pod takes no files');
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      if (signal.aborted || !(await send(piece))) break;
      onBytes(piece.length);
    }
  } catch (error) {
    close();
    return broken(error instanceof Error ? error.message : String(error));
  }
  endInput();
  await overOr(ended, close, signal);
  return verdictOf({ door, mark, said, sum: hash.digest('hex'), signal });
}

/** Cuts off what a login shell prints before the stream. */
function beginning(mark: string): (bytes: Buffer) => Buffer {
  const line = `\n@${mark} begin\n`;
  let before: Buffer | null = Buffer.alloc(0);
  return (bytes) => {
    if (before === null) return bytes;
    const all: Buffer = Buffer.concat([before, bytes]);
    const at = all.indexOf(line);
    if (at < 0) {
      before = all.subarray(-(64 * 1024));
      return Buffer.alloc(0);
    }
    before = null;
    return all.subarray(at + line.length);
  };
}

async function overOr(ended: Promise<unknown>, close: () => void, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  await ended;
  signal.removeEventListener('abort', close);
}

async function verdictOf(told: {
  readonly door: PodDoor;
  readonly mark: string;
  readonly said: string;
  readonly sum: string;
  readonly signal: AbortSignal;
}): Promise<StreamEnd> {
  const { door, mark, said, sum, signal } = told;
  if (signal.aborted) return broken('it was stopped');
  const [whole, code, theirs] = new RegExp(`^@${mark} (\\d+) ([0-9a-f]{64})\\r?$`, 'm').exec(said) ?? [];
  const words = safeText(said.replace(whole ?? '', '').trim(), { maxLength: 300 });
  if (whole === undefined) {
    const lost = await Promise.race([
      door.closed,
      new Promise<null>((resolve) => setTimeout(resolve, 300, null)),
    ]);
    if (lost !== null) return { ok: false, reason: lost.message, failure: lost };
    return broken(`the pod did not say that it is whole${words === '' ? '' : `: ${words}`}`);
  }
  if (code !== '0') return broken(words === '' ? `the pod's side ended with ${code}` : words);
  return theirs === sum ? { ok: true } : broken('what arrived is not what was sent: the checksums differ');
}

function broken(reason: string): StreamEnd {
  return { ok: false, reason, failure: null };
}
