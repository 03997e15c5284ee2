/** One try at a pod: connect, authenticate, start its telemetry, and stay until it ends. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { LinkOver, LinkVia } from '../fleet/link.ts';
import { bootstrap, type KnownWay } from './bootstrap.ts';
import type { ChannelEnd } from './channel.ts';
import type { Connection } from './connection.ts';
import { protocolFailure, type SshFailure } from './failure.ts';
import { checkPodIdentity, type PodIdentityCheck } from './pod-identity.ts';
import type { LinkTarget } from './telemetry.ts';
import type { StreamStart, TelemetryStream } from './telemetry-stream.ts';
import { connectTrusted, type LinkContext, rememberKey, type Trusted } from './trusted-connection.ts';

export type SessionOptions = {
  readonly context: LinkContext;
  readonly target: LinkTarget;
  readonly known: KnownWay;
  readonly sinceSequence: number | null;
  readonly signal: AbortSignal;
  /** The handshake begins. */
  onConnecting(): void;
  onLive(via: LinkVia, over: LinkOver): void;
  onFrame(frame: Frame): void;
  onDropped(): void;
  onNote(level: 'info' | 'warn', text: string): void;
};

export type SessionEnd = {
  readonly failure: SshFailure;
  /** The way that worked, for the next try. */
  readonly way: KnownWay;
  /** The connection stood when the agent ended: it was the agent's own doing. */
  readonly agentDied: boolean;
};

/** Resolves when it is over, always with a reason. Leaves nothing open. */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { signal, known } = options;
  const connected = await connectTrusted(options);
  if (!connected.ok) return { failure: connected.failure, way: known, agentDied: false };
  const { connection } = connected.value;
  const endWithSignal = () => connection.destroy();
  signal.addEventListener('abort', endWithSignal);
  if (signal.aborted) connection.destroy();
  try {
    return await stream(options, connected.value);
  } finally {
    signal.removeEventListener('abort', endWithSignal);
    connection.destroy();
    await connection.closed;
  }
}

async function stream(options: SessionOptions, { connection, trust }: Trusted): Promise<SessionEnd> {
  const { target, known } = options;
  async function remember(): Promise<void> {
    for (const { level, text } of await rememberKey(trust)) options.onNote(level, text);
  }
  const identity = checkPodIdentity({
    target,
    onConfirmed: () => void remember(),
    onStranger: () => connection.destroy(),
  });
  try {
    const end = await streamAs(identity, options, connection);
    const stranger = identity.stranger();
    return stranger === null ? end : { failure: stranger, way: known, agentDied: false };
  } finally {
    identity.stop();
  }
}

async function streamAs(
  identity: PodIdentityCheck,
  options: SessionOptions,
  connection: Connection,
): Promise<SessionEnd> {
  const { context, target, known } = options;
  const { endpoint, intervalMs } = target;
  const { way, start } = await bootstrap({
    connection,
    endpoint,
    intervalMs,
    sinceSequence: options.sinceSequence,
    look: target.look === true,
    known,
    agentProgram: context.agentProgram,
    timings: context.timings,
    onFrame(frame) {
      identity.look(frame);
      if (identity.stranger() !== null) return;
      // The hello is the sign of life that all else waits for.
      if (frame.kind === 'hello') options.onLive(frame.agentKind, connection.transport);
      options.onFrame(frame);
    },
    onDropped: options.onDropped,
    onNote: (text) => options.onNote('info', text),
    monotonicMs: context.clock.monotonicMs,
    wallMs: context.clock.wallMs,
  });
  if (start.kind !== 'started') return { failure: startFailure(target, start), way: known, agentDied: false };
  return untilEnd(start.stream, { connection, target, way });
}

async function untilEnd(
  { ended }: TelemetryStream,
  {
    connection,
    target,
    way,
  }: { readonly connection: Connection; readonly target: LinkTarget; readonly way: KnownWay },
): Promise<SessionEnd> {
  const lost = connection.closed.then((failure) => ({ failure }));
  const first = await Promise.race([lost, ended]);
  if (!('end' in first)) return { failure: first.failure, way, agentDied: false };
  if (first.failure !== null) return { failure: first.failure, way, agentDied: false };
  const name = way.kind === 'probe' ? 'probe' : 'agent';
  const failure = protocolFailure(target.endpoint, `The ${name} ended (${endText(first.end)}).`);
  // With the connection gone too, as when the pod stops, the agent is not to blame.
  const stands = await Promise.race([lost.then(() => false), pauseForClose().then(() => true)]);
  return { failure, way, agentDied: stands && name === 'agent' };
}

/** A connection that is going down closes its channels a moment before itself. */
function pauseForClose(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function endText({ exitCode, signal }: ChannelEnd): string {
  if (signal !== null) return signal;
  return exitCode === null ? 'without an exit code' : `exit code ${exitCode}`;
}

function startFailure(
  { endpoint }: LinkTarget,
  start: Exclude<StreamStart, { kind: 'started' }>,
): SshFailure {
  if (start.kind !== 'ended') return start.failure;
  const said = start.said === '' ? '' : ` It said: ${start.said}`;
  return protocolFailure(endpoint, `No telemetry could be started (${endText(start.end)}).${said}`);
}
