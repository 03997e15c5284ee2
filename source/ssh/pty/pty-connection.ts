/**
 * A connection through a server that gives nothing but a shell on a terminal, as RunPod's proxy: each command has a shell
 * to itself, and the next one takes it over. Nothing can be forwarded, and standard error comes among the output.
 */
import type { Channel, ExecOptions } from '../channel.ts';
import { type ClientParts, type ConnectOptions, connectClient, connectionOf } from '../connection.ts';
import type { Connection, Extras } from '../connection-types.ts';
import { type Outcome, protocolFailure, type SshFailure } from '../failure.ts';
import { quoted } from '../shell-quote.ts';
import { createClients, type PtyClients } from './pty-clients.ts';
import { openPtyShell, type PtyShell } from './pty-shell.ts';
import { openTerminal } from './pty-terminal.ts';
import { longestCommandBytes } from './pty-texts.ts';

/** Below sshd's usual ten sessions, so that a place is left for the operator's own shell. */
const mostShells = 8;

/** Connects and authenticates. Never throws and never outlasts the deadlines in `timings`. */
export async function connectPty(options: ConnectOptions): Promise<Outcome<Connection>> {
  const connected = await connectClient(options);
  if (!connected.ok) return connected;
  const clients = createClients(connected.value, (signal) => connectClient({ ...options, signal }));
  return { ok: true, value: ptyConnection(connected.value, clients) };
}

function ptyConnection(parts: ClientParts, clients: PtyClients): Connection {
  const { endpoint, socket, closed } = parts;
  const shells = new Set<PtyShell>();
  let opening = 0;

  async function newShell(): Promise<Outcome<PtyShell>> {
    if (shells.size + opening >= mostShells) return { ok: false, failure: tooMany(endpoint.host) };
    opening++;
    const opened = await clients.use({ open: openShell, endOf: (shell) => shell.closed });
    opening--;
    if (opened.ok) shells.add(opened.value);
    if (opened.ok) void opened.value.closed.then(() => shells.delete(opened.value));
    return opened;
  }

  async function exec(options: ExecOptions): Promise<Outcome<Channel>> {
    const failure = tooLong(options, parts);
    if (failure !== null) return { ok: false, failure };
    for (const shell of shells) {
      if (await (shell.claim() ?? false)) return { ok: true, value: shell.run(options) };
    }
    const opened = await newShell();
    return opened.ok ? { ok: true, value: opened.value.run(options) } : opened;
  }

  return {
    ...shellOf(parts, clients),
    exec,
    transport: 'pty',
    terminalCount: () => shells.size,
    capabilities: { stderr: false, signal: false, forward: false, concurrentCommands: mostShells },
    closed,
    destroy: () => socket.destroy(),
    openStream: async () => ({ ok: false, failure: forwardsNothing(endpoint.host) }),
  };
}

async function openShell(parts: ClientParts): Promise<Outcome<PtyShell>> {
  const { endpoint, timings } = parts;
  const terminal = await openTerminal(parts);
  if (!terminal.ok) return terminal;
  return openPtyShell({ terminal: terminal.value, endpoint, timeoutMs: timings.handshakeTimeoutMs });
}

/** The operator's own shell. The server runs no commands, so one is typed into the shell. */
function shellOf(first: ClientParts, clients: PtyClients): Pick<Extras, 'shell'> {
  if (connectionOf(first).shell === undefined) return {};
  return {
    async shell(options) {
      const opened = await clients.use({
        open: async (parts) =>
          (await connectionOf(parts).shell?.({ ...options, command: null })) ?? {
            ok: false,
            failure: protocolFailure(parts.endpoint, 'no shell can be opened.'),
          },
        endOf: (shell) => shell.ended,
      });
      if (opened.ok && options.command !== null)
        opened.value.send(` exec sh -c ${quoted(options.command)}\n`);
      return opened;
    },
  };
}

function tooLong({ command }: ExecOptions, { endpoint }: ClientParts): SshFailure | null {
  const bytes = Buffer.byteLength(command);
  if (bytes <= longestCommandBytes) return null;
  const most = `${longestCommandBytes / 1024} kB`;
  const text = `a command of ${Math.ceil(bytes / 1024)} kB is too long for a terminal, which takes ${most}.`;
  return { ...protocolFailure(endpoint, text), retriable: false };
}

function tooMany(host: string): SshFailure {
  return {
    kind: 'sessions',
    message: `${mostShells} commands run already on this connection through ${host}.`,
    hint: 'Each takes a terminal of its own there; wait for one to end.',
    retriable: true,
  };
}

function forwardsNothing(host: string): SshFailure {
  return {
    kind: 'protocol',
    message: `${host} forwards nothing: it gives a shell on a terminal and no more.`,
    hint: 'Add 22/tcp to the ports of the pod, so that it can be reached directly.',
    retriable: false,
  };
}
