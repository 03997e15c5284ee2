/** A command on the pod that prints telemetry: started, its hello waited for, its output kept within bounds. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import { safeText } from '../base/safe-text.ts';
import type { SshEndpoint } from '../fleet/pod.ts';
import { createBudget } from './budget.ts';
import type { ChannelEnd } from './channel.ts';
import type { Connection } from './connection.ts';
import { protocolFailure, type SshFailure, timeoutFailure } from './failure.ts';
import type { StreamReader, StreamReaderOptions } from './stream-reader.ts';
import type { LinkTimings } from './timings.ts';

/** `failure` is set when it was ended from here, for what it sent. */
export type StreamOver = { readonly end: ChannelEnd; readonly failure: SshFailure | null };

export type TelemetryStream = { readonly ended: Promise<StreamOver> };

export type StreamStart =
  | { readonly kind: 'started'; readonly stream: TelemetryStream }
  /** It ended without a hello. `said` is what it printed instead, made safe. */
  | { readonly kind: 'ended'; readonly end: ChannelEnd; readonly said: string }
  /** It runs and says nothing. */
  | { readonly kind: 'silent'; readonly failure: SshFailure }
  | { readonly kind: 'failed'; readonly failure: SshFailure };

export type StreamStartOptions = {
  readonly connection: Connection;
  readonly endpoint: SshEndpoint;
  readonly command: string;
  /** Written to its input, which stays open: its end is the stream's end. */
  readonly input: string | null;
  makeReader(sinks: Pick<StreamReaderOptions, 'onFrame' | 'onDropped'>): StreamReader;
  onFrame(frame: Frame): void;
  onDropped(): void;
  monotonicMs(): number;
  readonly timings: LinkTimings;
};

/** What any agent of ours needs is far below; the bursts allow for what was held back while a link was slow. */
const linesPerSecond = 50;
const burstLines = 1000;
const bytesPerSecond = 256 * 1024;
const burstBytes = 8 * 1024 * 1024;
const maxNoiseBytes = 256 * 1024;
const maxSaidLength = 300;

export async function startStream(options: StreamStartOptions): Promise<StreamStart> {
  const { connection, endpoint, timings } = options;
  const { promise: greeted, resolve: greet } = deferred<'greeted'>();
  const noise = createNoise();
  const lines = createBudget({ ...options, perSecond: linesPerSecond, burst: burstLines });
  const bytes = createBudget({ ...options, perSecond: bytesPerSecond, burst: burstBytes });
  const { promise: broken, resolve: breakOff } = deferred<StreamOver>();
  let failure: SshFailure | null = null;

  function giveUp(reason: string): void {
    failure ??= protocolFailure(endpoint, reason);
    breakOff({ end: { exitCode: null, signal: null }, failure });
  }
  function count(): void {
    if (!lines.spend(1)) giveUp(`the pod sends more than ${linesPerSecond} lines a second.`);
  }

  const reader = options.makeReader({
    onFrame(frame) {
      count();
      if (failure !== null) return;
      if (frame.kind === 'hello') {
        noise.stop();
        greet('greeted');
      }
      options.onFrame(frame);
    },
    onDropped() {
      count();
      options.onDropped();
    },
  });

  const opened = await connection.exec({
    command: options.command,
    onStdout(chunk) {
      if (failure !== null) return;
      if (!bytes.spend(chunk.length)) giveUp(`the pod sends more than ${bytesPerSecond / 1024} kB a second.`);
      else if (!noise.take(chunk)) giveUp(`${maxNoiseBytes / 1024} kB came, but no telemetry among it.`);
      else reader.push(chunk);
    },
    onStderr(chunk) {
      noise.take(chunk);
      if (!bytes.spend(chunk.length)) giveUp('the pod complains without end on its standard error.');
    },
  });
  if (!opened.ok) return { kind: 'failed', failure: opened.failure };
  const channel = opened.value;
  if (options.input !== null) void channel.send(options.input);

  const timeoutMs = timings.helloTimeoutMs;
  const deadline = deferred<'timeout'>();
  const timer = setTimeout(() => deadline.resolve('timeout'), timeoutMs);
  // A command that takes no notice keeps its channel from closing, so a breach is not waited out.
  const ended = Promise.race([broken, channel.ended.then((end): StreamOver => ({ end, failure: null }))]);
  const first = await Promise.race([greeted, deadline.promise, ended]);
  clearTimeout(timer);
  if (first === 'greeted') return { kind: 'started', stream: { ended } };
  channel.close();
  if (first === 'timeout') {
    return { kind: 'silent', failure: timeoutFailure({ endpoint, waitedFor: 'telemetry', timeoutMs }) };
  }
  if (first.failure !== null) return { kind: 'failed', failure: first.failure };
  return { kind: 'ended', end: first.end, said: noise.said() };
}

/** What comes before the hello: its beginning, to tell people, and whether there is too much of it. */
function createNoise() {
  let bytes = 0;
  let text = '';
  let isOver = false;
  return {
    /** False when there is too much. */
    take(chunk: Buffer): boolean {
      if (isOver) return true;
      bytes += chunk.length;
      if (text.length < maxSaidLength * 4) text += chunk.toString('utf8');
      return bytes <= maxNoiseBytes;
    },
    stop(): void {
      isOver = true;
      text = '';
    },
    said: () => safeText(text, { maxLength: maxSaidLength }).trim(),
  };
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}
