/** Files of one pod, followed over SSH by one script on one channel; made anew when the connection is lost. */
import { randomBytes } from 'node:crypto';
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import { safeText } from '../../base/safe-text.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import type { RawLine } from '../model/line.ts';
import { timeOf } from '../model/time-of.ts';
import { createFrameReader, type FollowFrame } from './follow-frames.ts';
import { beatSeconds, type FilePlace, followCommand } from './follow-script.ts';
import { createLineSplitter, type LineSplitter } from './line-splitter.ts';
import type { SourceListener, SourceRequest } from './source.ts';

export type FileSourceOptions = {
  readonly paths: readonly string[];
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
    if (came.kind === 'ended') return tell({ kind: 'ended' });
    if (!came.failure.retriable || (!options.request.follow && attempt >= 3))
      return tell({ kind: 'failed', reason: came.failure.message, hint: came.failure.hint });
    attempt = came.hasSpoken ? 0 : attempt + 1;
    tell({ kind: 'waiting', reason: came.failure.message });
    await sleep(backoffDelayMs(attempt, { firstDelayMs, maxDelayMs, random: Math.random }) + 100, signal);
  }
}

type Came =
  | { readonly kind: 'ended' }
  | { readonly kind: 'lost'; readonly failure: SshFailure; readonly hasSpoken: boolean };

/** One connection's time. */
async function followOnce(options: FileSourceOptions): Promise<Came> {
  const { paths, places, request, signal } = options;
  const opened = await options.door(signal);
  if (!opened.ok) return { kind: 'lost', failure: opened.failure, hasSpoken: false };
  const nonce = `pe${randomBytes(12).toString('hex')}`;
  const files = paths.map((path) => ({ path, from: places.get(path) ?? null }));
  const reader = createFileReader(options);
  const frames = createFrameReader(nonce, (frame) => {
    reader.take(frame);
    watch.heard();
  });
  const errors: Buffer[] = [];
  const started = await opened.value.run({
    command: followCommand({ files, tail: request.tail, follow: request.follow, nonce }),
    onStdout: frames,
    onStderr: (bytes) => {
      if (errors.length < 8) errors.push(bytes.subarray(0, 500));
    },
  });
  if (!started.ok) return { kind: 'lost', failure: started.failure, hasSpoken: false };
  const command = started.value;
  const watch = silenceWatch(() => command.close());
  const stop = (): void => command.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const end = await command.ended;
  watch.stop();
  signal.removeEventListener('abort', stop);
  if (reader.hasEnded()) return { kind: 'ended' };
  const said = safeText(Buffer.concat(errors).toString('utf8').trim(), { maxLength: 200 });
  const why = watch.isSilent()
    ? `it was silent for ${silentMs / 1000} s`
    : said || `exit code ${end.exitCode ?? 'unknown'}`;
  const failure: SshFailure = {
    kind: 'closed',
    message: `The reading of ${paths.length === 1 ? paths[0] : `${paths.length} files`} ended: ${why}.`,
    hint: 'It goes on where it was as soon as the pod answers.',
    retriable: true,
  };
  return { kind: 'lost', failure, hasSpoken: reader.hasSpoken() };
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

/** What the frames of one connection mean for each file. */
function createFileReader({ paths, places, request, listener }: FileSourceOptions) {
  const splitters = new Map<string, LineSplitter>();
  let hasEnded = false;
  let hasSpoken = false;

  function data(path: string, frame: Extract<FollowFrame, { kind: 'data' }>): void {
    const splitter = splitters.get(path) ?? createLineSplitter();
    splitters.set(path, splitter);
    // Of a file that was renamed nothing follows, and a last line without an end is a line.
    const before = places.get(path);
    const cut = before !== undefined && before.inode !== frame.inode ? splitter.end() : null;
    const lines = [...(cut === null ? [] : [cut]), ...splitter.take(frame.bytes)];
    places.set(path, { inode: frame.inode, offset: frame.endOffset - splitter.pendingBytes });
    hand(path, lines);
  }

  function hand(path: string, texts: readonly string[]): void {
    const { sinceMs } = request;
    const lines = texts.map((text): RawLine => ({ atMs: null, text }));
    const wanted =
      sinceMs === null ? lines : lines.filter(({ text }) => (timeOf(text) ?? sinceMs) >= sinceMs);
    if (wanted.length > 0) listener.onLines(path, wanted);
  }

  function take(frame: FollowFrame): void {
    hasSpoken = true;
    if (frame.kind === 'beat') return;
    if (frame.kind === 'end') {
      hasEnded = true;
      for (const [path, splitter] of splitters)
        hand(
          path,
          [splitter.end()].filter((text) => text !== null),
        );
      return;
    }
    const path = paths[frame.file];
    if (path === undefined) return;
    if (frame.kind === 'data') data(path, frame);
    else if (frame.kind === 'live') listener.onState(path, { kind: 'live' });
    else if (frame.kind === 'waits')
      listener.onState(path, { kind: 'waiting', reason: waitReasons[frame.why] });
    else if (frame.kind === 'gap') gap(path, frame.why);
  }

  function gap(path: string, why: 'gone' | 'shorter'): void {
    const cut = splitters.get(path)?.end() ?? null;
    if (cut !== null) hand(path, [cut]);
    listener.onNote(path, gapTexts[why]);
  }

  return { take, hasEnded: () => hasEnded, hasSpoken: () => hasSpoken };
}

const waitReasons = {
  absent: 'the file is not there yet',
  kind: 'it is no regular file',
  unreadable: 'the file may not be read by this user',
} as const;

const gapTexts = {
  gone: 'the file was replaced, and what stood in the old one since the last look cannot be had: lines may be missing here',
  shorter: 'the file was cut off and begins anew: lines may be missing here',
} as const;
