/** Files of one pod, followed over SSH by one script on one channel; made anew when the connection is lost. */
import { randomBytes } from 'node:crypto';
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import { safeText } from '../../base/safe-text.ts';
import type { ChannelEnd } from '../../ssh/channel.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodCommand, PodDoor } from '../../ssh/pod-door.ts';
import type { FilePlace } from './file-place.ts';
import { createFileReader } from './file-reader.ts';
import { createFrameReader } from './follow-frames.ts';
import { beatSeconds, type FollowedPatterns, followCommand } from './follow-script.ts';
import type { SourceListener, SourceRequest } from './source.ts';

export type FileSourceOptions = {
  readonly paths: readonly string[];
  /** Of these files that were not there before: read from their start. */
  readonly newPaths?: ReadonlySet<string>;
  /** Looked at now and then: `onFiles` is told when other files match. */
  readonly patterns?: FollowedPatterns;
  readonly onFiles?: () => void;
  /** Where each was read up to, kept over calls: what stands in it is gone on with. */
  readonly places: Map<string, FilePlace>;
  /** Opens the door, or gives the one that is open. It is not closed here. */
  readonly door: (signal: AbortSignal) => Promise<Outcome<PodDoor>>;
  readonly request: SourceRequest;
  readonly listener: SourceListener;
  readonly signal: AbortSignal;
};

const firstDelayMs = 500;
const maxDelayMs = 15_000;
/** A file that somebody writes over all the time must not begin channels without end. */
const doubtMs = 500;
/** The script says something every few seconds; from a connection that is silent longer nothing more comes. */
const silentMs = beatSeconds * 5000;

/** Resolves when the signal says so, when there is nothing more to come, or it will never work. Never rejects. */
export async function followFiles(options: FileSourceOptions): Promise<void> {
  const { paths, signal } = options;
  const tell = (state: Parameters<SourceListener['onState']>[1]): void => {
    for (const path of paths) options.listener.onState(path, state);
  };
  let attempt = 0;
  tell({ kind: 'connecting' });
  while (!signal.aborted) {
    const came = await followOnce(options);
    if (signal.aborted) return;
    if (came.kind === 'ended') {
      for (const path of paths) if (!came.failed.has(path)) options.listener.onState(path, { kind: 'ended' });
      return;
    }
    if (came.kind === 'doubtful') {
      await sleep(doubtMs, signal);
      continue;
    }
    if (!came.failure.retriable || (!options.request.follow && attempt >= 3))
      return tell({ kind: 'failed', reason: came.failure.message, hint: came.failure.hint });
    attempt = came.hasSpoken ? 0 : attempt + 1;
    tell({ kind: 'waiting', reason: came.failure.message });
    await sleep(backoffDelayMs(attempt, { firstDelayMs, maxDelayMs, random: Math.random }) + 100, signal);
  }
}

type Came =
  | { readonly kind: 'ended'; readonly failed: ReadonlySet<string> }
  | { readonly kind: 'doubtful' }
  | { readonly kind: 'lost'; readonly failure: SshFailure; readonly hasSpoken: boolean };

/** One run of the script. */
async function followOnce(options: FileSourceOptions): Promise<Came> {
  const { paths, places, request, signal, newPaths, patterns } = options;
  const opened = await options.door(signal);
  if (!opened.ok) return { kind: 'lost', failure: opened.failure, hasSpoken: false };
  const nonce = `pe${randomBytes(12).toString('hex')}`;
  const files = paths.map((path) => ({
    ...{ path, from: places.get(path) ?? null, isNew: newPaths?.has(path) === true },
  }));
  const reader = createFileReader({ ...options, onFiles: options.onFiles ?? (() => undefined) });
  const enough = new AbortController();
  const watch = silenceWatch(() => enough.abort());
  const frames = createFrameReader(nonce, (frame) => {
    reader.take(frame);
    watch.heard();
    if (reader.isDoubtful()) enough.abort();
  });
  const errors: Buffer[] = [];
  const started = await opened.value.run({
    command: followCommand({ files, patterns, tail: request.tail, follow: request.follow, nonce }),
    onStdout: frames,
    onStderr: (bytes) => {
      if (errors.length < 8) errors.push(bytes.subarray(0, 500));
    },
  });
  const end = started.ok ? await endOf(started.value, [signal, enough.signal]) : null;
  watch.stop();
  if (!started.ok) return { kind: 'lost', failure: started.failure, hasSpoken: false };
  if (reader.hasEnded()) return { kind: 'ended', failed: reader.failed };
  if (reader.isDoubtful()) return { kind: 'doubtful' };
  const said = safeText(Buffer.concat(errors).toString('utf8').trim(), { maxLength: 200 });
  const why = watch.isSilent()
    ? `it was silent for ${silentMs / 1000} s`
    : said || `exit code ${end?.exitCode ?? 'unknown'}`;
  return { kind: 'lost', failure: lostBy(paths, why), hasSpoken: reader.hasSpoken() };
}

async function endOf(command: PodCommand, signals: readonly AbortSignal[]): Promise<ChannelEnd> {
  const stop = (): void => command.close();
  for (const signal of signals) {
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  }
  const end = await command.ended;
  for (const signal of signals) signal.removeEventListener('abort', stop);
  return end;
}

function lostBy(paths: readonly string[], why: string): SshFailure {
  return {
    kind: 'closed',
    message: `The reading of ${paths.length === 1 ? paths[0] : `${paths.length} files`} ended: ${why}.`,
    hint: 'It goes on where it was as soon as the pod answers.',
    retriable: true,
  };
}

function silenceWatch(onSilent: () => void) {
  let isSilent = false;
  const ring = (): void => {
    isSilent = true;
    onSilent();
  };
  const timer = setTimeout(ring, silentMs);
  return {
    heard: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
    isSilent: () => isSilent,
  };
}
