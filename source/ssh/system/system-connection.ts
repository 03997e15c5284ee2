/**
 * A connection through the system's ssh: one master process holds it, and each command is a process that goes over the
 * master's socket. What the operator's configuration asks for (jump hosts, certificates, security keys) works by itself.
 */
import type { SshEndpoint } from '../../fleet/pod.ts';
import { lossToldWithinMs } from '../connection.ts';
import type { Connection } from '../connection-types.ts';
import {
  closedFailure,
  endpointText,
  type Outcome,
  protocolFailure,
  type SshFailure,
  timeoutFailure,
} from '../failure.ts';
import type { LinkTimings } from '../timings.ts';
import { acceptedKey, prepareKnownKeys, type SystemTrust } from './known-keys.ts';
import { type Master, startMaster } from './master.ts';
import { muxChannel } from './mux-channel.ts';
import { endChild, startMuxClient } from './mux-client.ts';
import { makeSocketFolder, type SocketFolder } from './socket-folder.ts';
import { type KeyFiles, muxArguments } from './ssh-arguments.ts';
import { createStreams } from './system-streams.ts';

export type SystemOptions = {
  readonly endpoint: SshEndpoint;
  readonly keys: KeyFiles;
  readonly trust: SystemTrust;
  readonly timings: LinkTimings;
  readonly signal: AbortSignal;
  /** "ssh" unless said. */
  readonly program?: string;
  /** In place of the operator's ~/.ssh/config. */
  readonly configPath?: string | null;
};

/** Below sshd's usual ten sessions, so that a place is left for the operator's own shell. */
const mostCommands = 8;

/** A program is given no longer word by Linux than 128 KiB. */
const longestCommandBytes = 120 * 1024;

/** Connects and authenticates, and has the host key judged before anything is run. Never throws. */
export async function connectSystem(options: SystemOptions): Promise<Outcome<Connection>> {
  const { endpoint, keys, trust, timings, signal, program = 'ssh', configPath = null } = options;
  let folder: SocketFolder | null = null;
  try {
    folder = await makeSocketFolder(program);
    const known = await prepareKnownKeys(trust, folder.file('k'));
    const words = { endpoint, keys, known, timings, configPath, socketPath: folder.socketPath };
    const started = await startMaster({ program, folder, words, signal });
    if (!started.ok) return started;
    const refused = await acceptedKey(trust, known);
    if (refused !== null) {
      started.value.end(refused);
      await started.value.closed;
      return { ok: false, failure: refused };
    }
    return { ok: true, value: systemConnection(started.value, { ...options, program, folder }) };
  } catch (error) {
    folder?.remove();
    return { ok: false, failure: cannotPrepare(endpoint, error) };
  }
}

type Held = SystemOptions & { readonly program: string; readonly folder: SocketFolder };

function systemConnection(master: Master, { endpoint, timings, program, folder }: Held): Connection {
  const { socketPath } = folder;
  const timeoutMs = timings.channelTimeoutMs;
  let running = 0;
  let count = 0;
  const isLost = () => within(master.closed, lossToldWithinMs);

  return {
    transport: 'system',
    capabilities: { stderr: true, signal: false, forward: true, concurrentCommands: mostCommands },
    closed: master.closed,
    destroy: () => master.end(),
    openStream: createStreams({ program, folder, endpoint, timeoutMs }),
    shellProgram: (command) => ({
      file: program,
      arguments: muxArguments({ socketPath, extra: ['-t'], ...(command === null ? {} : { command }) }),
    }),
    async exec(options) {
      const { command } = options;
      if (Buffer.byteLength(command) > longestCommandBytes) return { ok: false, failure: tooLong(endpoint) };
      if (running >= mostCommands) return { ok: false, failure: noMore(endpoint) };
      running++;
      count++;
      const logPath = folder.file(`l${count}`);
      const { child, opening } = startMuxClient({
        program,
        socketPath,
        logPath,
        command,
        extra: ['-T'],
        timeoutMs,
      });
      const channel = muxChannel(child, options, isLost);
      void channel.ended.then(() => running--);
      const opened = await opening;
      if (opened.kind === 'opened') return { ok: true, value: channel };
      endChild(child);
      if (opened.kind === 'refused') return { ok: false, failure: noMore(endpoint) };
      if (opened.kind === 'timeout') {
        return { ok: false, failure: timeoutFailure({ endpoint, waitedFor: 'channel', timeoutMs }) };
      }
      const lost = (await isLost()) ? await master.closed : closedFailure(endpoint, 'Connection lost to');
      return { ok: false, failure: lost };
    },
  };
}

async function within(promise: Promise<unknown>, durationMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), durationMs);
  });
  const isFirst = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return isFirst;
}

function noMore(endpoint: SshEndpoint): SshFailure {
  return {
    kind: 'sessions',
    message: `${endpointText(endpoint)} opens no further session on this connection.`,
    hint: `At most ${mostCommands} are asked for at once, and its sshd may allow fewer (MaxSessions, usually 10).`,
    retriable: true,
  };
}

function tooLong(endpoint: SshEndpoint): SshFailure {
  const text = `a command is too long for the system's ssh, which takes ${longestCommandBytes / 1024} KiB.`;
  return { ...protocolFailure(endpoint, text), retriable: false };
}

function cannotPrepare(endpoint: SshEndpoint, error: unknown): SshFailure {
  const why = error instanceof Error ? error.message : String(error);
  return {
    kind: 'protocol',
    message: `The system's ssh cannot be used for ${endpointText(endpoint)}: ${why}`,
    hint: 'It needs a folder for its socket, in XDG_RUNTIME_DIR or among the temporary files.',
    retriable: true,
  };
}
