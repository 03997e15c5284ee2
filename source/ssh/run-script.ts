/** A short script run to its end on a pod, with what it printed. For steps on the way to a stream. */
import type { SshEndpoint } from '../fleet/pod.ts';
import type { ChannelEnd } from './channel.ts';
import { type Connection, lossToldWithinMs } from './connection.ts';
import { type Outcome, type SshFailure, timeoutFailure } from './failure.ts';

export type ScriptRun = {
  readonly end: ChannelEnd;
  /** The beginning of standard output, raw: not to be shown as it is. */
  readonly output: string;
  /** It printed more than was wanted, and was ended for that. */
  readonly isCut: boolean;
};

const usualOutputBytes = 64 * 1024;

/**
 * `input` is sent to the command's standard input, which is then ended.
 *
 * @param options.maxOutputBytes What comes beyond is cut off, and the command ended; 64 KiB unless said.
 * @param options.until Printed by the script when it is done, for one whose children may hang beyond their end.
 * @returns A failure also where the connection was lost before the command's end was told.
 */
export async function runScript(options: {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly command: string;
  readonly input: string | Uint8Array;
  readonly timeoutMs: number;
  /** For people: what is waited for, e.g. "answer of the shell". */
  readonly waitedFor: string;
  readonly maxOutputBytes?: number;
  /** A text that ends the wait, though something there may still hold the script's streams. */
  readonly until?: string;
}): Promise<Outcome<ScriptRun>> {
  const { connection, endpoint, timeoutMs, waitedFor } = options;
  const output = createOutput(options.maxOutputBytes ?? usualOutputBytes, options.until ?? null);
  const opened = await connection.exec({ command: options.command, onStdout: output.take });
  if (!opened.ok) return opened;
  const channel = opened.value;
  void sendAll(channel.send, options.input).then(() => channel.endInput());

  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs);
  });
  const lost = connection.closed.then((failure) => ({ failure }));
  const first = await Promise.race([channel.ended, timeout, output.enough, lost]);
  clearTimeout(timer);
  if (typeof first === 'string') channel.close();
  if (first === 'timeout') {
    return { ok: false, failure: timeoutFailure({ endpoint, waitedFor, timeoutMs }) };
  }
  if (first === 'full' || first === 'told') {
    return { ok: true, value: { end: cutOff, output: output.text(), isCut: first === 'full' } };
  }
  if ('failure' in first) return { ok: false, failure: first.failure };
  const failure = await lostWith(first, connection);
  if (failure !== null) return { ok: false, failure };
  return { ok: true, value: { end: first, output: output.text(), isCut: false } };
}

const cutOff: ChannelEnd = { exitCode: null, signal: null };

/** The connection's failure, where a command's end without code and signal is due to that; else null. */
export async function lostWith(end: ChannelEnd, { closed }: Connection): Promise<SshFailure | null> {
  if (end.exitCode !== null || end.signal !== null) return null;
  let timer: NodeJS.Timeout | undefined;
  const stands = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), lossToldWithinMs);
  });
  const failure = await Promise.race([closed, stands]);
  clearTimeout(timer);
  return failure;
}

/** Bytes up to a number of them, and word when there are enough: too many, or `until` is among them. */
function createOutput(maxBytes: number, until: string | null) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let tail = '';
  let tell: (what: 'full' | 'told') => void = () => {};
  const enough = new Promise<'full' | 'told'>((resolve) => {
    tell = resolve;
  });

  /** The text may come in two pieces. */
  function lookForEnd(chunk: Buffer, text: string): void {
    const seen = tail + chunk.toString('latin1');
    if (seen.includes(text)) tell('told');
    tail = seen.slice(-text.length);
  }

  return {
    enough,
    take(chunk: Buffer): void {
      if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
      bytes += chunk.length;
      if (until !== null) lookForEnd(chunk, until);
      if (bytes > maxBytes) tell('full');
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

/** In pieces, so that a slow reader does not have all of it in our memory twice. */
async function sendAll(
  send: (bytes: Uint8Array | string) => Promise<boolean>,
  input: string | Uint8Array,
): Promise<void> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const pieceBytes = 64 * 1024;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (!(await send(bytes.subarray(at, at + pieceBytes)))) return;
  }
}
