/** One try at a pod: connect, authenticate, start its telemetry, and stay until it ends. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { Clock } from '../base/clock.ts';
import type { LinkVia } from '../fleet/link.ts';
import { bootstrap, type KnownWay } from './bootstrap.ts';
import type { ChannelEnd } from './channel.ts';
import { type Connection, connect } from './connection.ts';
import { endpointText, type Outcome, protocolFailure, type SshFailure } from './failure.ts';
import type { Identities } from './identities.ts';
import { checkPodIdentity, type PodIdentityCheck } from './pod-identity.ts';
import type { HandshakePool } from './pool.ts';
import type { LinkTarget } from './telemetry.ts';
import type { StreamStart, TelemetryStream } from './telemetry-stream.ts';
import type { LinkTimings } from './timings.ts';
import type { Trust, TrustCase } from './trust.ts';
import type { AgentProgram } from './upload.ts';

/** What all links of a console share. */
export type LinkContext = {
  readonly identities: Identities;
  readonly trust: Trust;
  readonly agentProgram: () => Promise<AgentProgram>;
  readonly pool: HandshakePool;
  readonly timings: LinkTimings;
  readonly clock: Clock;
  /** 0 up to 1. */
  readonly random: () => number;
};

export type SessionOptions = {
  readonly context: LinkContext;
  readonly target: LinkTarget;
  readonly known: KnownWay;
  readonly sinceSequence: number | null;
  readonly signal: AbortSignal;
  /** The handshake begins. */
  onConnecting(): void;
  onLive(via: LinkVia): void;
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
  const { context, target, signal, known } = options;
  const release = await context.pool.acquire(signal);
  if (release === null) return { failure: givenUp(target), way: known, agentDied: false };
  options.onConnecting();
  let connected: Outcome<Trusted>;
  try {
    connected = await handshake(options);
  } finally {
    release();
  }
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

/** A connection, and the host key's case, which is settled when the pod has said who it is. */
type Trusted = { readonly connection: Connection; readonly trust: TrustCase };

async function handshake(options: SessionOptions): Promise<Outcome<Trusted>> {
  const { context, target, signal } = options;
  const { endpoint } = target;
  let trust: TrustCase;
  try {
    trust = await context.trust.open(target);
  } catch (error) {
    return { ok: false, failure: trustFailure(error) };
  }
  const connected = await connect({
    endpoint,
    identities: context.identities,
    verifyHostKey: trust.verifyHostKey,
    hostKeyAlgorithms: trust.hostKeyAlgorithms,
    timings: context.timings,
    signal,
  });
  if (!connected.ok) return { ok: false, failure: trust.refusal() ?? connected.failure };
  return { ok: true, value: { connection: connected.value, trust } };
}

async function remember(trust: TrustCase, onNote: SessionOptions['onNote']): Promise<void> {
  try {
    for (const { level, text } of await trust.settle()) onNote(level, text);
  } catch (error) {
    onNote('warn', error instanceof Error ? error.message : String(error));
  }
}

async function stream(options: SessionOptions, { connection, trust }: Trusted): Promise<SessionEnd> {
  const { target, known } = options;
  const identity = checkPodIdentity({
    target,
    onConfirmed: () => void remember(trust, options.onNote),
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
      if (frame.kind === 'hello') options.onLive(frame.agentKind);
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

function trustFailure(error: unknown): SshFailure {
  return {
    kind: 'host-key',
    message: error instanceof Error ? error.message : String(error),
    hint: 'Without it no host key can be told from a false one. Retry when the file is in order.',
    retriable: false,
  };
}

function givenUp({ endpoint }: LinkTarget): SshFailure {
  return {
    kind: 'closed',
    message: `Gave up waiting to connect to ${endpointText(endpoint)}.`,
    hint: '',
    retriable: true,
  };
}
