/**
 * The telemetry stream: hello, then samples, health and events as lines, until the signal is given.
 *
 * It holds no state outside of the call and touches no process: the simulator runs one for each of its pods.
 */
import { readBootId } from './boot-id.ts';
import { createFrameOutlet, type FrameOutlet } from './frame-outlet.ts';
import type { AppCheck } from './health/judge.ts';
import type { Thresholds } from './health/thresholds.ts';
import { createHealthWatch } from './health-watch.ts';
import type { Host } from './host/host.ts';
import { everyBeat } from './pace.ts';
import { aborted, pause } from './pause.ts';
import { type HelloFrame, type Inventory, protocolVersion, type SampleFrame } from './protocol/frames.ts';
import type { AgentCost } from './protocol/health-report.ts';
import { createSampler, type Sampler } from './sampler.ts';

export type StreamOptions = {
  readonly host: Host;
  readonly version: string;
  readonly intervalMs: number;
  /** Echoed in hello. */
  readonly nonce: string | null;
  /** The last sample the reader has: numbers go on from there, so that they never run backwards within a boot. */
  readonly sinceSequence: number | null;
  /**
   * The first health frame is a verdict for who only looks once, given as soon as everything has answered: what is above
   * a threshold now counts now. A running monitor's fresh report is such a verdict too. After it all is as usual.
   */
  readonly look?: boolean;
  /** Left out: read from the host. */
  readonly bootId?: string | null;
  /** As a stream's: takes the line in any case, and says false when no more should come before it has drained. */
  write(line: string): boolean;
  onDrain?: (listener: () => void) => void;
  gatherInventory(): Promise<Inventory | null>;
  checkApp(): Promise<AppCheck>;
  /** What health is judged by; left out: the defaults. */
  readonly thresholds?: Thresholds;
  /** What is wrong with the agent's settings: told as events after the hello. */
  readonly problems?: readonly string[];
  readonly selfCost?: () => AgentCost;
  /** Where a health monitor of this pod leaves its reports. */
  readonly reportPath: string;
  readonly signal: AbortSignal;
};

const healthLookEveryMs = 2000;
/** Who waits for a verdict waits no longer than for the samples behind it. */
const verdictLookEveryMs = 200;

/** A reader that has taken nothing for this long is gone, whatever its connection says. */
const longestBlockMs = 10 * 60_000;

/** Resolves within a moment of the signal, or when the reader is gone. Rejects only for faults of its own. */
export async function runStream(options: StreamOptions): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  options.signal.addEventListener('abort', end);
  if (options.signal.aborted) end();
  try {
    // What is being waited for when the end comes, such as an application's answer, is not waited for.
    await Promise.race([aborted(ending.signal), serve(options, ending)]);
  } finally {
    end();
    options.signal.removeEventListener('abort', end);
  }
}

async function serve(options: StreamOptions, ending: AbortController): Promise<void> {
  const { host, intervalMs } = options;
  const { signal } = ending;
  if (signal.aborted) return;
  const outlet = createFrameOutlet({
    write: (line) => signal.aborted || options.write(line),
    onDrain: options.onDrain,
    monotonicMs: () => host.monotonicMs(),
  });
  // Whatever stands before it, such as a shell's greeting without a newline, ends here.
  options.write('\n');
  const hello = await helloOf(options);
  if (signal.aborted) return;
  outlet.send(hello);
  for (const text of options.problems ?? []) {
    outlet.send({ kind: 'event', atMs: host.wallMs(), level: 'warn', text });
  }
  const sampler = startSampler(options, outlet, signal);
  const watch = createHealthWatch(options);
  let newest: SampleFrame | null = null;

  async function sample(): Promise<void> {
    newest = await sampler.tick();
    outlet.send(newest);
    const blockedSinceMs = outlet.blockedSinceMs();
    if (blockedSinceMs !== null && host.monotonicMs() - blockedSinceMs > longestBlockMs) ending.abort();
  }
  async function lookAtHealth(): Promise<boolean> {
    const frame = await watch.look(newest);
    if (frame !== null) outlet.send(frame);
    return frame !== null;
  }
  async function followHealth(): Promise<void> {
    let hasVerdict = options.look !== true;
    while (!hasVerdict && !signal.aborted) {
      hasVerdict = await lookAtHealth();
      if (!hasVerdict) await pause(verdictLookEveryMs, signal);
    }
    await everyBeat({ ...pace, intervalMs: healthLookEveryMs }, async () => void (await lookAtHealth()));
  }
  async function sendInventory(): Promise<void> {
    const inventory = await options.gatherInventory();
    if (inventory !== null) outlet.send({ ...hello, atMs: host.wallMs(), inventory });
  }
  const pace = { monotonicMs: () => host.monotonicMs(), signal };
  await Promise.all([everyBeat({ ...pace, intervalMs }, sample), followHealth(), sendInventory()]);
}

function startSampler(options: StreamOptions, outlet: FrameOutlet, signal: AbortSignal): Sampler {
  const { host, intervalMs, sinceSequence, selfCost } = options;
  const sampler = createSampler({
    host,
    intervalMs,
    firstSequence: sinceSequence === null ? 0 : sinceSequence + 1,
    ...(selfCost === undefined ? {} : { selfCost }),
    onEvent: (event) => outlet.send({ ...event, kind: 'event', atMs: host.wallMs() }),
  });
  signal.addEventListener('abort', () => sampler.stop());
  return sampler;
}

async function helloOf(options: StreamOptions): Promise<HelloFrame> {
  return {
    kind: 'hello',
    protocol: protocolVersion,
    nonce: options.nonce,
    agentVersion: options.version,
    agentKind: 'agent',
    bootId: options.bootId === undefined ? await readBootId(options.host) : options.bootId,
    intervalMs: options.intervalMs,
    atMs: options.host.wallMs(),
    inventory: null,
  };
}
