/**
 * One SSH connection: the only place that touches ssh2, because most of what can go wrong with it is silent.
 *
 * Its host verifier accepts a promise as a yes; `end()` may never close; `exec()` may never call back; unread stderr
 * blocks the far command for ever; banners arrive with their escape sequences. Each of these is settled here.
 */
import { connect as connectSocket, type Socket } from 'node:net';
import {
  type AgentAuthMethod,
  Client,
  type ClientChannel,
  type NoAuthMethod,
  type ServerHostKeyAlgorithm,
} from 'ssh2';
import type { SshEndpoint } from '../fleet/pod.ts';
import { type Channel, wrapChannel } from './channel.ts';
import type { Connection } from './connection-types.ts';
import {
  type ConnectionPhase,
  closedFailure,
  failureOf,
  type Outcome,
  type SshFailure,
  timeoutFailure,
} from './failure.ts';
import { openForwardedStream } from './forwarded-stream.ts';
import type { Identities } from './identities.ts';
import { openShell } from './shell-channel.ts';
import type { LinkTimings } from './timings.ts';

/**
 * Says whether a host key is to be trusted. At once and without side effects: it is asked again at every change of
 * session keys, and nobody may be asked meanwhile. A promise is not an answer, and the type refuses it.
 */
export type HostKeyVerifier = (key: Buffer) => boolean;

export type ConnectOptions = {
  readonly endpoint: SshEndpoint;
  readonly identities: Identities;
  readonly verifyHostKey: HostKeyVerifier;
  /** Most wanted first: the kinds of key already known of this host have to lead. */
  readonly hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[];
  readonly timings: LinkTimings;
  readonly signal: AbortSignal;
};

export type { Connection } from './connection-types.ts';

/** What is left when the handshake is done: for whoever makes a connection of it. */
export type ClientParts = {
  readonly client: Client;
  readonly socket: Socket;
  readonly endpoint: SshEndpoint;
  readonly timings: LinkTimings;
  readonly closed: Promise<SshFailure>;
};

/** Connects and authenticates. Never throws and never outlasts the deadlines in `timings`. */
export async function connect(options: ConnectOptions): Promise<Outcome<Connection>> {
  const connected = await connectClient(options);
  return connected.ok ? { ok: true, value: connectionOf(connected.value) } : connected;
}

/** The same, for another kind of connection over the one client. */
export function connectClient(options: ConnectOptions): Promise<Outcome<ClientParts>> {
  const { endpoint, timings, signal } = options;
  const socket = connectSocket({ host: endpoint.host, port: endpoint.port, noDelay: true });
  const client = new Client();
  let phase: ConnectionPhase = 'connect';
  let failure: SshFailure | null = null;

  const fail = (reason: SshFailure) => {
    failure ??= reason;
    socket.destroy();
  };
  const deadline = startDeadline(options, fail);
  const abort = () => fail(closedFailure(endpoint, 'Gave up connecting to'));

  return new Promise((resolve) => {
    const closed = new Promise<SshFailure>((resolveClosed) => {
      socket.once('close', () => {
        deadline.clear();
        signal.removeEventListener('abort', abort);
        const reason = failure ?? closedFailure(endpoint, 'Connection closed by');
        resolve({ ok: false, failure: reason });
        resolveClosed(reason);
      });
    });
    socket.once('connect', () => {
      phase = 'handshake';
      deadline.restart('SSH handshake', timings.handshakeTimeoutMs);
    });
    client.once('handshake', () => {
      phase = 'authentication';
    });
    client.once('ready', () => {
      phase = 'ready';
      deadline.clear();
      resolve({ ok: true, value: { client, socket, endpoint, timings, closed } });
    });
    // Both stay for good: an error without a listener ends the program.
    socket.on('error', () => socket.destroy());
    client.on('error', (error: Error & { level?: unknown }) => {
      // A key that would not sign; the next is tried.
      if (error.level === 'agent') return;
      fail(failureOf(error, { endpoint, phase, identityNames: options.identities.names }));
    });
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    begin(client, socket, options, fail);
  });
}

function begin(
  client: Client,
  socket: Socket,
  options: ConnectOptions,
  fail: (failure: SshFailure) => void,
): void {
  const { endpoint, identities, timings } = options;
  // One entry: a password is never tried, and `none` only by an operator who has no key, as ssh itself would begin.
  const { username } = endpoint;
  const methods: (AgentAuthMethod | NoAuthMethod)[] =
    identities.names.length === 0
      ? [{ type: 'none', username }]
      : [{ type: 'agent', username, agent: identities.agent }];
  try {
    client.connect({
      sock: socket,
      username: endpoint.username,
      authHandler: methods,
      hostVerifier: (key: Buffer) => options.verifyHostKey(key) === true,
      algorithms: { serverHostKey: [...options.hostKeyAlgorithms] },
      readyTimeout: 0,
      keepaliveInterval: timings.keepaliveIntervalMs,
      keepaliveCountMax: timings.keepaliveCountMax,
    });
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    fail(failureOf(reason, { endpoint, phase: 'connect', identityNames: identities.names }));
  }
}

function startDeadline({ endpoint, timings }: ConnectOptions, fail: (failure: SshFailure) => void) {
  let timer: NodeJS.Timeout;
  const restart = (waitedFor: string, timeoutMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => fail(timeoutFailure({ endpoint, waitedFor, timeoutMs })), timeoutMs);
  };
  restart('TCP connection', timings.connectTimeoutMs);
  return { restart, clear: () => clearTimeout(timer) };
}

export function connectionOf(parts: ClientParts): Connection {
  const { client, socket, endpoint, timings, closed } = parts;
  return {
    transport: 'ssh2',
    capabilities: { stderr: true, signal: true, forward: true, concurrentCommands: null },
    closed,
    destroy: () => socket.destroy(),
    shell: (options) => openShell(parts, options),
    openStream: (target) => openForwardedStream(parts, target),
    exec: (options) =>
      new Promise((resolve) => {
        const timeoutMs = timings.channelTimeoutMs;
        let isSettled = false;
        const settle = (outcome: Outcome<Channel>) => {
          if (isSettled) return;
          isSettled = true;
          clearTimeout(timer);
          resolve(outcome);
        };
        const timer = setTimeout(() => {
          settle({ ok: false, failure: timeoutFailure({ endpoint, waitedFor: 'channel', timeoutMs }) });
        }, timeoutMs);
        void closed.then((failure) => settle({ ok: false, failure }));
        openChannel(client, options.command, (error, stream) => {
          if (stream === undefined) {
            const failure = channelFailure(endpoint, error);
            // Where the connection itself is going down, its close tells the reason a moment later.
            setTimeout(
              () => settle({ ok: false, failure }),
              failure.kind === 'sessions' ? 0 : lossToldWithinMs,
            );
            return;
          }
          // Wrapped even if it comes too late: a channel that is not read never closes.
          const channel = wrapChannel(stream, options);
          if (isSettled) channel.close();
          else settle({ ok: true, value: channel });
        });
      }),
  };
}

/** A connection that goes down fails and closes its channels a moment before itself. */
export const lossToldWithinMs = 250;

function openChannel(
  client: Client,
  command: string,
  onAnswer: (error: Error | undefined, stream: ClientChannel | undefined) => void,
): void {
  try {
    client.exec(command, onAnswer);
  } catch (error) {
    onAnswer(error instanceof Error ? error : new Error(String(error)), undefined);
  }
}

export function channelFailure(endpoint: SshEndpoint, error: Error | undefined): SshFailure {
  return failureOf(error ?? new Error('no channel was opened'), {
    endpoint,
    phase: 'ready',
    identityNames: [],
  });
}
