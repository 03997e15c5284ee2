/** A command over a master's socket, as a channel like any other. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Channel, ChannelEnd, ExecOptions } from '../channel.ts';
import { endChild } from './mux-client.ts';

/** ssh's own exit code for whatever went wrong, and for a command that a signal ended. */
const sshFailed = 255;

export function muxChannel(
  child: ChildProcessWithoutNullStreams,
  { onStdout, onStderr }: ExecOptions,
  /** Whether the connection has gone; asked where the exit code does not tell. */
  isLost: () => Promise<boolean>,
): Channel {
  let over = false;
  let isClosed = false;
  child.stdout.on('data', (bytes: Buffer) => onStdout?.(bytes));
  child.stderr.on('data', (bytes: Buffer) => onStderr?.(bytes));
  const ended = new Promise<ChannelEnd>((resolve) => {
    child.once('close', async (exitCode: number | null) => {
      over = true;
      const isUnknown = isClosed || (exitCode === sshFailed && (await isLost()));
      resolve({ exitCode: isUnknown ? null : exitCode, signal: null });
    });
  });
  return {
    ended,
    async send(bytes) {
      if (over || !child.stdin.writable) return false;
      if (child.stdin.write(bytes)) return true;
      const closed = new Promise((resolve) => child.stdin.once('close', resolve));
      await Promise.race([new Promise((resolve) => child.stdin.once('drain', resolve)), closed, ended]);
      return !over && child.stdin.writable;
    },
    endInput: () => child.stdin.end(),
    close() {
      if (over) return;
      isClosed = true;
      endChild(child);
    },
  };
}
