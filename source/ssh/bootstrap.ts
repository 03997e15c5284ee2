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
import { bootstrapScript, oldestNodeMajor, readBootstrap } from './bootstrap-script.ts';
import type { Connection } from './connection.ts';
import { type Outcome, protocolFailure } from './failure.ts';
import { createProbeReader } from './probe-reader.ts';
import { probeScript } from './probe-script.ts';
import { runScript } from './run-script.ts';
import { quoted } from './shell-quote.ts';
import { createStreamReader } from './stream-reader.ts';
import { type StreamStart, startStream } from './telemetry-stream.ts';
import type { LinkTimings } from './timings.ts';
import { type AgentProgram, uploadAgent } from './upload.ts';

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
  const uploaded = await prepareUpload(options);
  if (!uploaded.ok) return { way: { kind: 'untried' }, start: { kind: 'failed', failure: uploaded.failure } };
  if (uploaded.value === null) return viaProbe(options);
  const second = await viaUploaded(options, uploaded.value);
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
  const program = `${quoted(way.nodePath)} ${quoted(way.agentPath)}`;
  // Through sh, because a restricted login shell runs no program by its path.
  const start = await startAgent(options, (verb) => `sh -c ${quoted(`exec ${program} ${verb}`)}`);
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

/** null: not possible there, so the probe it is. A failure is one of the connection. */
async function prepareUpload(options: BootstrapOptions): Promise<Outcome<Uploaded | null>> {
  const program = await readProgram(options);
  if (program === null) return { ok: true, value: null };
  const { connection, endpoint, timings } = options;
  const mark = newNonce();
  const run = await runScript({
    connection,
    endpoint,
    command: 'sh -s',
    input: bootstrapScript({ mark, sha256: program.sha256 }),
    timeoutMs: timings.bootstrapTimeoutMs,
    waitedFor: 'answer of the shell',
  });
  if (!run.ok) return run;
  const facts = readBootstrap(run.value.output, mark);
  if (facts === null) {
    return { ok: false, failure: protocolFailure(endpoint, 'The pod runs no POSIX shell over SSH.') };
  }
  const { nodePath, nodeMajor, agentPath } = facts;
  if (nodePath === null || nodeMajor === null || agentPath === null) return { ok: true, value: null };
  if (nodeMajor < oldestNodeMajor) {
    options.onNote(
      `The pod's Node is version ${nodeMajor}, the agent needs ${oldestNodeMajor}; the probe takes its place.`,
    );
    return { ok: true, value: null };
  }
  const way: Uploaded = { kind: 'uploaded', nodePath, agentPath };
  if (facts.isCached) return { ok: true, value: way };
  const sent = await uploadAgent({ connection, endpoint, program, nodePath, timings });
  if (sent.ok) return { ok: true, value: way };
  if (sent.failure.kind !== 'protocol') return sent;
  options.onNote(`${sent.failure.message} The probe takes its place.`);
  return { ok: true, value: null };
}

async function readProgram(options: BootstrapOptions): Promise<AgentProgram | null> {
  try {
    return await options.agentProgram();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    options.onNote(`The agent cannot be uploaded: ${reason}`);
    return null;
  }
}

/** Letters and digits only: it stands in commands and scripts. */
function newNonce(): string {
  return randomBytes(16).toString('hex');
}
