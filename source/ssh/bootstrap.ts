/**
 * From a connection to a stream of telemetry, by the first way that works:
 *
 * 1. the agent that the pod's image brings (`pod-agent` on PATH);
 * 2. where there is Node 18 or later, this console's own agent, uploaded unless it is there already;
 * 3. the probe, a shell script that leaves nothing behind.
 *
 * What worked is remembered for the pod, so that the next connection begins there.
 */
import { randomBytes } from 'node:crypto';
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { SshEndpoint } from '../fleet/pod.ts';
import type { Connection } from './connection.ts';
import { ownAgentLine, prepareOwnAgent } from './own-agent.ts';
import { createProbeReader } from './probe-reader.ts';
import { probeScript } from './probe-script.ts';
import { createStreamReader } from './stream-reader.ts';
import { type StreamStart, startStream } from './telemetry-stream.ts';
import type { LinkTimings } from './timings.ts';
import type { AgentProgram } from './upload.ts';

/** Which way worked for a pod. `untried`: begin at the first. */
export type KnownWay =
  | { readonly kind: 'untried' }
  | { readonly kind: 'installed' }
  | { readonly kind: 'uploaded'; readonly nodePath: string; readonly agentPath: string }
  | { readonly kind: 'probe' };

export type BootstrapOptions = {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly intervalMs: number;
  /** The last sample there is; null for none. */
  readonly sinceSequence: number | null;
  /** See LinkTarget.look. */
  readonly look: boolean;
  readonly known: KnownWay;
  readonly agentProgram: () => Promise<AgentProgram>;
  readonly timings: LinkTimings;
  onFrame(frame: Frame): void;
  onDropped(): void;
  /** For the operator: why a better way was not taken. */
  onNote(text: string): void;
  monotonicMs(): number;
  wallMs(): number;
};

export type Bootstrapped = { readonly way: KnownWay; readonly start: StreamStart };

export async function bootstrap(options: BootstrapOptions): Promise<Bootstrapped> {
  const { known } = options;
  if (known.kind === 'probe') return viaProbe(options);
  const first = known.kind === 'uploaded' ? await viaUploaded(options, known) : await viaInstalled(options);
  if (!isUnusable(first.start)) return first;
  const own = await prepareOwnAgent(options);
  if (!own.ok) return { way: { kind: 'untried' }, start: { kind: 'failed', failure: own.failure } };
  if (own.value.kind === 'none') {
    if (own.value.why !== null) options.onNote(`${own.value.why} The probe takes its place.`);
    return viaProbe(options);
  }
  const second = await viaUploaded(options, { ...own.value, kind: 'uploaded' });
  if (!isUnusable(second.start)) return second;
  options.onNote(`The agent does not run there (${whyUnusable(second.start)}); the probe takes its place.`);
  return viaProbe(options);
}

/** The connection stands, but there is no agent, or none that works. */
function isUnusable(
  start: StreamStart,
): start is Extract<StreamStart, { readonly kind: 'ended' | 'silent' }> {
  return start.kind === 'ended' || start.kind === 'silent';
}

function whyUnusable(start: Extract<StreamStart, { readonly kind: 'ended' | 'silent' }>): string {
  if (start.kind === 'silent') return 'it says nothing';
  return start.said === '' ? 'it ended at once' : start.said;
}

async function viaInstalled(options: BootstrapOptions): Promise<Bootstrapped> {
  const start = await startAgent(options, (verb) => `pod-agent ${verb}`);
  return { way: { kind: 'installed' }, start };
}

type Uploaded = Extract<KnownWay, { readonly kind: 'uploaded' }>;

async function viaUploaded(options: BootstrapOptions, way: Uploaded): Promise<Bootstrapped> {
  const start = await startAgent(options, (verb) => ownAgentLine(way, verb));
  return { way, start };
}

function startAgent(options: BootstrapOptions, commandOf: (verb: string) => string): Promise<StreamStart> {
  const nonce = newNonce();
  const since = options.sinceSequence === null ? '' : ` --since ${options.sinceSequence}`;
  const look = options.look ? ' --look' : '';
  return startStream({
    ...options,
    command: commandOf(`stream --interval-ms ${options.intervalMs} --nonce ${nonce}${since}${look}`),
    input: null,
    makeReader: (sinks) => createStreamReader({ ...sinks, nonce }),
  });
}

async function viaProbe(options: BootstrapOptions): Promise<Bootstrapped> {
  const nonce = newNonce();
  const { intervalMs, sinceSequence, look, timings, monotonicMs, wallMs } = options;
  const start = await startStream({
    ...options,
    command: 'sh -s',
    input: probeScript({ nonce, intervalMs }),
    makeReader: (sinks) =>
      createProbeReader({
        ...sinks,
        nonce,
        intervalMs,
        look,
        firstSequence: sinceSequence === null ? 0 : sinceSequence + 1,
        healthPeriodMs: timings.healthPeriodMs,
        monotonicMs,
        wallMs,
      }),
  });
  return { way: { kind: 'probe' }, start };
}

/** Letters and digits only: it stands in commands and scripts. */
function newNonce(): string {
  return randomBytes(16).toString('hex');
}
