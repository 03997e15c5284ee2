/** A connection whose host key is believed: what telemetry links and doors both begin with. */
import type { Clock } from '../base/clock.ts';
import type { Connection } from './connection.ts';
import { endpointText, type Outcome, type SshFailure } from './failure.ts';
import type { HandshakePool } from './pool.ts';
import type { LinkTarget } from './telemetry.ts';
import type { LinkTimings } from './timings.ts';
import type { Transports } from './transports.ts';
import type { Trust, TrustCase } from './trust.ts';
import type { TrustNote } from './trust-verdict.ts';
import type { AgentProgram } from './upload.ts';

/** What all links and doors of a console share. */
export type LinkContext = {
  readonly transports: Transports;
  readonly trust: Trust;
  readonly agentProgram: () => Promise<AgentProgram>;
  readonly pool: HandshakePool;
  readonly timings: LinkTimings;
  readonly clock: Clock;
  /** 0 up to 1. */
  readonly random: () => number;
};

/** A connection, and the host key's case, which is settled when the pod has said who it is. */
export type Trusted = { readonly connection: Connection; readonly trust: TrustCase };

/** Waits for a place among the handshakes, connects and authenticates. Never throws. */
export async function connectTrusted(options: {
  readonly context: LinkContext;
  readonly target: LinkTarget;
  readonly signal: AbortSignal;
  /** The handshake begins. */
  onConnecting?(): void;
}): Promise<Outcome<Trusted>> {
  const { context, target, signal } = options;
  const release = await context.pool.acquire(signal, sharedHostOf(target));
  if (release === null) return { ok: false, failure: givenUp(target) };
  options.onConnecting?.();
  try {
    return await handshake(options);
  } finally {
    release();
  }
}

function sharedHostOf({ endpoint, way }: LinkTarget): string | undefined {
  return way === 'proxy' ? endpointText(endpoint) : undefined;
}

async function handshake({
  context,
  target,
  signal,
}: {
  readonly context: LinkContext;
  readonly target: LinkTarget;
  readonly signal: AbortSignal;
}): Promise<Outcome<Trusted>> {
  let trust: TrustCase;
  try {
    trust = await context.trust.open(target);
  } catch (error) {
    return { ok: false, failure: trustFailure(error) };
  }
  const connected = await context.transports.connect({ target, trust, signal });
  if (!connected.ok) return { ok: false, failure: trust.refusal() ?? connected.failure };
  return { ok: true, value: { connection: connected.value, trust } };
}

/** Remembers the key. Never rejects: a key that cannot be written down is a note like others. */
export async function rememberKey(trust: TrustCase): Promise<readonly TrustNote[]> {
  try {
    return await trust.settle();
  } catch (error) {
    return [{ level: 'warn', text: error instanceof Error ? error.message : String(error) }];
  }
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
