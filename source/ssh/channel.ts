/** A command running over SSH: its streams, always read, and its end. */
import type { ClientChannel } from 'ssh2';

export type ExecOptions = {
  /** Passed to the login shell of the far side. It shows in the process list there: never a secret. */
  readonly command: string;
  readonly onStdout?: (bytes: Buffer) => void;
  readonly onStderr?: (bytes: Buffer) => void;
};

export type ChannelEnd = {
  /** null when a signal ended it, or the connection went first. */
  readonly exitCode: number | null;
  /** With its SIG, e.g. "SIGKILL". */
  readonly signal: string | null;
};

export type Channel = {
  /** Writes to the command's input. Resolves when more may be written; false when nobody reads any more. */
  send(bytes: Uint8Array | string): Promise<boolean>;
  /** Ends the command's input; its output goes on. */
  endInput(): void;
  /** Ends the channel; the command sees its streams close. */
  close(): void;
  /** Resolves once, after the last byte of output. */
  readonly ended: Promise<ChannelEnd>;
};

export function wrapChannel(stream: ClientChannel, { onStdout, onStderr }: ExecOptions): Channel {
  let end: ChannelEnd = { exitCode: null, signal: null };
  let over = false;
  const ended = new Promise<ChannelEnd>((resolve) => {
    stream.once('exit', (exitCode: number | null, signal?: string) => {
      end = { exitCode, signal: signal ?? null };
    });
    stream.once('close', () => {
      over = true;
      resolve(end);
    });
  });
  // Both are read even if nobody cares: what is not read stops the far side, and `close` never comes.
  stream.on('data', (bytes: Buffer) => onStdout?.(bytes));
  stream.stderr.on('data', (bytes: Buffer) => onStderr?.(bytes));
  stream.on('error', () => stream.close());

  return {
    ended,
    async send(bytes) {
      if (over || !stream.writable) return false;
      if (stream.write(bytes)) return true;
      await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), ended]);
      return !over;
    },
    endInput: () => stream.end(),
    close: () => stream.close(),
  };
}
