/** A shell, or one command, on a terminal in the pod, over a connection of ssh2. */
import type { ClientChannel, PseudoTtyOptions } from 'ssh2';
import type { ChannelEnd } from './channel.ts';
import type { ShellChannel, ShellOptions, WindowSize } from './connection-types.ts';
import { failureOf, type Outcome } from './failure.ts';
import { type OpeningParts, openTimely } from './timely-opening.ts';

/** Never throws, and answers within the connection's deadline for a channel. */
export function openShell(parts: OpeningParts, options: ShellOptions): Promise<Outcome<ShellChannel>> {
  const { client, endpoint } = parts;
  const pty: PseudoTtyOptions = { ...sizeOf(options.window), term: options.term };
  const env = { ...options.environment };
  return openTimely(parts, {
    waitedFor: 'shell',
    begin(onAnswer) {
      if (options.command === null) client.shell(pty, { env }, onAnswer);
      else client.exec(options.command, { pty, env }, onAnswer);
    },
    wrap: (channel) => shellOf(channel, options),
    drop: (shell) => shell.close(),
    explain: (error) => failureOf(error, { endpoint, phase: 'ready', identityNames: [] }),
  });
}

/** The terminal of ssh2 is told its size in pixels too, and nobody knows them. */
function sizeOf({ columns, rows }: WindowSize) {
  return { cols: columns, rows, width: 0, height: 0 };
}

function shellOf(channel: ClientChannel, { onOutput }: ShellOptions): ShellChannel {
  let end: ChannelEnd = { exitCode: null, signal: null };
  let over = false;
  const ended = new Promise<ChannelEnd>((resolve) => {
    channel.once('exit', (exitCode: number | null, signal?: string) => {
      end = { exitCode, signal: signal ?? null };
    });
    channel.once('close', () => {
      over = true;
      resolve(end);
    });
  });
  channel.on('data', onOutput);
  // A terminal has one stream, but what is not read would keep the channel from closing.
  channel.stderr.on('data', onOutput);
  channel.on('error', () => channel.close());
  return {
    ended,
    send: (bytes) => over || !channel.writable || channel.write(bytes),
    resize({ columns, rows }) {
      if (!over) channel.setWindow(rows, columns, 0, 0);
    },
    close: () => channel.close(),
  };
}
