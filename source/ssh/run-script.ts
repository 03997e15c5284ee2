/** A short script run to its end on a pod, with what it printed. For steps on the way to a stream. */
import type { SshEndpoint } from '../fleet/pod.ts';
import type { ChannelEnd } from './channel.ts';
import type { Connection } from './connection.ts';
import { type Outcome, timeoutFailure } from './failure.ts';

export type ScriptRun = {
  readonly end: ChannelEnd;
  /** The beginning of standard output, raw: not to be shown as it is. */
  readonly output: string;
};

const maxOutputBytes = 64 * 1024;

/** `input` is sent to the command's standard input, which is then ended. */
export async function runScript(options: {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly command: string;
  readonly input: string | Uint8Array;
  readonly timeoutMs: number;
  /** For people: what is waited for, e.g. "answer of the shell". */
  readonly waitedFor: string;
}): Promise<Outcome<ScriptRun>> {
  const { connection, endpoint, timeoutMs, waitedFor } = options;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const opened = await connection.exec({
    command: options.command,
    onStdout(chunk) {
      if (bytes < maxOutputBytes) chunks.push(chunk);
      bytes += chunk.length;
    },
  });
  if (!opened.ok) return opened;
  const channel = opened.value;
  void sendAll(channel.send, options.input).then(() => channel.endInput());

  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  const end = await Promise.race([channel.ended, timeout]);
  clearTimeout(timer);
  if (end !== null) return { ok: true, value: { end, output: Buffer.concat(chunks).toString('utf8') } };
  channel.close();
  return { ok: false, failure: timeoutFailure({ endpoint, waitedFor, timeoutMs }) };
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
