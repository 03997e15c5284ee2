/** Streams forwarded over a master's socket: TCP by a process of its own, Unix sockets by a local socket in the folder. */
import { execFile } from 'node:child_process';
import { connect as connectSocket } from 'node:net';
import { Duplex } from 'node:stream';
import type { SshEndpoint } from '../../fleet/pod.ts';
import type { StreamTarget } from '../connection-types.ts';
import { endpointText, type Outcome, protocolFailure, type SshFailure, timeoutFailure } from '../failure.ts';
import { endChild, startMuxClient } from './mux-client.ts';
import type { SocketFolder } from './socket-folder.ts';
import { muxArguments } from './ssh-arguments.ts';

export type StreamsOptions = {
  readonly program: string;
  readonly folder: SocketFolder;
  readonly endpoint: SshEndpoint;
  readonly timeoutMs: number;
};

export function createStreams(options: StreamsOptions): (target: StreamTarget) => Promise<Outcome<Duplex>> {
  const listening = new Map<string, Promise<Outcome<string>>>();
  let count = 0;

  return async (target) => {
    count++;
    if (target.kind === 'tcp') return openTcp(options, target, `w${count}`);
    const known = listening.get(target.path);
    const asked = known ?? listenFor(options, target.path, options.folder.file(`u${count}`));
    listening.set(target.path, asked);
    const local = await asked;
    if (!local.ok) {
      listening.delete(target.path);
      return local;
    }
    return connectTo(options, local.value);
  };
}

async function openTcp(
  { program, folder, endpoint, timeoutMs }: StreamsOptions,
  { host, port }: Extract<StreamTarget, { kind: 'tcp' }>,
  name: string,
): Promise<Outcome<Duplex>> {
  const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const { child, opening } = startMuxClient({
    ...{ program, timeoutMs, socketPath: folder.socketPath, logPath: folder.file(name) },
    extra: ['-W', where],
  });
  child.stderr.resume();
  const opened = await opening;
  if (opened.kind === 'opened') {
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    stream.once('close', () => endChild(child));
    return { ok: true, value: stream };
  }
  endChild(child);
  if (opened.kind === 'timeout') {
    return { ok: false, failure: timeoutFailure({ endpoint, waitedFor: `way to ${where}`, timeoutMs }) };
  }
  return { ok: false, failure: notForwarded(endpoint, where) };
}

/** ssh listens at once; whether the far socket is there shows only when somebody connects. */
function listenFor(
  { program, folder, endpoint, timeoutMs }: StreamsOptions,
  path: string,
  localPath: string,
): Promise<Outcome<string>> {
  const extra = ['-O', 'forward', '-L', `${localPath}:${path}`];
  const words = [...muxArguments({ socketPath: folder.socketPath, extra })];
  return new Promise((resolve) => {
    execFile(program, words, { timeout: timeoutMs }, (error) => {
      if (error === null) resolve({ ok: true, value: localPath });
      else resolve({ ok: false, failure: notForwarded(endpoint, path) });
    });
  });
}

function connectTo({ endpoint }: StreamsOptions, localPath: string): Promise<Outcome<Duplex>> {
  return new Promise((resolve) => {
    const socket = connectSocket(localPath);
    socket.once('connect', () => resolve({ ok: true, value: socket }));
    socket.once('error', (error) => {
      resolve({ ok: false, failure: protocolFailure(endpoint, `the forward is gone: ${error.message}.`) });
    });
  });
}

function notForwarded(endpoint: SshEndpoint, where: string): SshFailure {
  return {
    kind: 'protocol',
    message: `${endpointText(endpoint)} opens no way to ${where}.`,
    hint: 'Nothing listens there in the pod, or its sshd forbids forwarding (AllowTcpForwarding).',
    retriable: true,
  };
}
