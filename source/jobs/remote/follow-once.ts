/** One connection's worth of a job: the agent's command is run there, and what it prints is read until something ends it. */
import { randomBytes } from 'node:crypto';
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import type { JobAbsent, JobHello } from '../../../pod-agent/protocol/job-wire.ts';
import type { Clock } from '../../base/clock.ts';
import { safeText } from '../../base/safe-text.ts';
import type { AgentCall, PodCommand, PodDoor } from '../../ssh/pod-door.ts';
import type { FloodGuard } from './flood-guard.ts';
import { createJobReader } from './job-reader.ts';
import type { Numbering } from './numbering.ts';
import { createSilence } from './silence.ts';
import type { RemoteTimings } from './timings.ts';

export type Turn =
  | { readonly kind: 'verdict' }
  | { readonly kind: 'absent'; readonly absent: JobAbsent }
  /** Something is missing before what came; it is to be asked for again. */
  | { readonly kind: 'gap' }
  /** The connection or the follower in the pod is gone or hangs. */
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'flooded'; readonly reason: string }
  /** It ended by itself without a first line. `said` is what it printed instead, made safe. */
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly said: string };

export type FollowOnceOptions = {
  readonly door: PodDoor;
  readonly agent: AgentCall;
  readonly jobId: string;
  /** Behind it come the job's name, the last event that is here, and the nonce; then `rest`. */
  readonly verb: 'job run' | 'job follow';
  /** Quoted words of a shell line. */
  readonly rest: string;
  readonly numbering: Numbering;
  readonly flood: FloodGuard;
  readonly timings: RemoteTimings;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly signal: AbortSignal;
  onHello(hello: JobHello): void;
  onEvent(event: JobEvent): void;
};

const maxNoiseBytes = 256 * 1024;
const maxSaidLength = 400;

/** Leaves no command behind; the door stays open. */
export async function followOnce(options: FollowOnceOptions): Promise<Turn> {
  const { door, agent, jobId, verb, rest, numbering, flood, timings, clock, signal } = options;
  const nonce = randomBytes(16).toString('hex');
  const silence = createSilence({ timings, clock });
  let isGreeted = false;
  let said = '';
  let noiseBytes = 0;
  let over: Turn | null = null;
  let wake: (turn: Turn) => void = () => {};
  const decided = new Promise<Turn>((resolve) => {
    wake = resolve;
  });
  /** What comes after that is not looked at any more. */
  function decide(turn: Turn): void {
    over ??= turn;
    wake(over);
  }
  function limit(reason: string | null): void {
    if (reason !== null) decide({ kind: 'flooded', reason });
  }

  function take(sequence: number): boolean {
    if (over !== null) return false;
    const place = numbering.take(sequence);
    if (place === 'gap') decide({ kind: 'gap' });
    return place === 'next';
  }

  const reader = createJobReader({
    jobId,
    nonce,
    onFirst(line) {
      isGreeted = true;
      if (line.kind === 'job-absent') decide({ kind: 'absent', absent: line });
      else if (over === null) options.onHello(line);
    },
    onEvent(event) {
      limit(flood.line());
      if (!take(event.sequence)) return;
      limit(flood.event());
      if (over !== null) return;
      options.onEvent(event);
      if (event.kind === 'verdict') decide({ kind: 'verdict' });
    },
    onUnreadable(sequence) {
      limit(flood.line());
      if (sequence !== null) take(sequence);
    },
  });
  function noise(bytes: Buffer): void {
    if (said.length < maxSaidLength * 4) said += bytes.toString('utf8');
    noiseBytes += bytes.length;
    if (noiseBytes > maxNoiseBytes) limit(`${maxNoiseBytes / 1024} kB came, but no job among it.`);
  }

  const words = `${verb} --id ${jobId} --after ${numbering.last()} --nonce ${nonce}`;
  const opened = await door.run({
    command: agent.line(rest === '' ? words : `${words} ${rest}`),
    onStdout(bytes) {
      if (over !== null) return;
      silence.heard();
      limit(flood.bytes(bytes.length));
      if (!isGreeted) noise(bytes);
      if (over === null) reader.push(bytes);
    },
    onStderr(bytes) {
      if (over !== null) return;
      limit(flood.bytes(bytes.length));
      noise(bytes);
    },
  });
  if (!opened.ok) return { kind: 'lost', reason: opened.failure.message };
  return settle(opened.value);

  async function settle(command: PodCommand): Promise<Turn> {
    void door.closed.then(({ message }) => decide({ kind: 'lost', reason: message }));
    void command.ended.then(async ({ exitCode }) => {
      // A connection that goes down closes its channels a moment before itself.
      if (exitCode === null) await pause(100);
      if (isGreeted) decide({ kind: 'lost', reason: 'The agent stopped telling of the job.' });
      else if (exitCode === null)
        decide({ kind: 'lost', reason: 'The agent ended before it told of the job.' });
      else decide({ kind: 'ended', exitCode, said: safeText(said, { maxLength: maxSaidLength }).trim() });
    });
    const ticking = setInterval(() => {
      const reason = silence.look(isGreeted);
      if (reason !== null) decide({ kind: 'lost', reason });
    }, timings.tickMs);
    const leave = () => decide({ kind: 'lost', reason: 'Following was ended.' });
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    const turn = await decided;
    clearInterval(ticking);
    signal.removeEventListener('abort', leave);
    command.close();
    return turn;
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
