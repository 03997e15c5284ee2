/** Reads the sources of some pods, merges their lines and prints them, until there is nothing more to come. */
import { createGathering } from '../logs/gathering.ts';
import type { RawLine, ReadLine } from '../logs/model/line.ts';
import { createLineReader } from '../logs/model/line-reader.ts';
import { createMerger } from '../logs/model/merge.ts';
import type { LogPod, SourceState } from '../logs/model/snapshot.ts';
import { usualPatterns } from '../logs/sources/find-files.ts';
import { createPodReader, type PodReader, type Wanted } from '../logs/sources/pod-reader.ts';
import type { LogCloud } from '../runpod/log-cloud.ts';
import type { Outcome } from '../ssh/failure.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { absentText } from './logs-absent.ts';
import { createGrep } from './logs-grep.ts';
import { lastOfEach } from './logs-last.ts';
import { logPrinter } from './logs-print.ts';
import type { LogsRequest } from './logs-request.ts';

export type PodOfLogs = LogPod & {
  readonly logs: LogCloud | null;
  readonly isHost: boolean;
  readonly openDoor: ((signal: AbortSignal) => Promise<Outcome<PodDoor>>) | null;
};

type Origin = { readonly pod: LogPod; readonly source: string; readonly read: (line: RawLine) => ReadLine };

const mergeEveryMs = 100;

export async function readMerged(
  context: CommandContext,
  { asked, pods }: { readonly asked: LogsRequest; readonly pods: readonly PodOfLogs[] },
): Promise<ExitCode> {
  const { nowMs, signal } = context;
  const merger = createMerger();
  const origins: Origin[] = [];
  const numbers = new Map<string, number>();
  const readers: PodReader[] = [];
  const print = logPrinter(context, asked, { podCount: pods.length });
  const grep = createGrep(asked);
  /** Pods of which a line came. */
  const heard = new Set<string>();
  let isFailed = false;
  let isTooSlow = false;
  /** The lines of before come as one batch: what was gathered, or all where nothing is followed. */
  let isBefore = true;
  const gathering = createGathering(nowMs);

  function originOf(pod: LogPod, source: string): number {
    const key = `${pod.podId} ${source}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, origins.length);
    origins.push({ pod, source, read: createLineReader(origins.length) });
    return origins.length - 1;
  }

  function show(lines: readonly ReadLine[]): void {
    const found = grep(isBefore ? lastOfEach(lines, asked.lastLines) : lines);
    isBefore = false;
    if (found === null) {
      isTooSlow = true;
      return;
    }
    for (const each of found) {
      const origin = each === 'break' ? null : origins[each.origin];
      if (each === 'break') print.separator();
      else if (origin !== undefined && origin !== null) print.line(each, origin);
    }
  }

  function read(pod: PodOfLogs, wanted: Wanted): PodReader {
    const said = new Set<string>();
    const absent = new Set<string>();
    const saidOnce = (text: string): void => {
      if (!said.has(text)) context.say(text);
      said.add(text);
    };
    const reader = createPodReader({
      ...{ podId: pod.podId, logs: pod.logs, openDoor: pod.openDoor, wanted },
      request: { tail: asked.tail, sinceMs: asked.sinceMs, follow: asked.follow },
      listener: {
        onLines(source, lines) {
          heard.add(pod.podId);
          const number = originOf(pod, source);
          const origin = origins[number];
          if (origin !== undefined) for (const line of lines) merger.add(origin.read(line), nowMs());
        },
        onNote: (source, text) => context.say(`${pod.name} ${source}: ${text}.\n`),
        onState(source, state) {
          gathering.heard(`${pod.podId} ${source}`, state);
          if (state?.kind === 'failed' && state.isUnsupported === true && asked.isUsual)
            return takeFiles(pod, state, saidOnce);
          if (state?.kind === 'absent') {
            absent.add(source);
            // The others that are missing too are told in the same breath.
            queueMicrotask(() => sayAbsent(pod, absent, saidOnce));
          }
          if (state?.kind === 'failed') isFailed = true;
          const text = state === null ? null : stateText(state);
          // What RunPod keeps is one stream: what befalls it is told once, and not for each of its two sources.
          const of = source.startsWith('/') ? ` ${source}` : '';
          if (text !== null) saidOnce(`${pod.name}${of}: ${text}\n`);
        },
      },
    });
    readers.push(reader);
    return reader;
  }

  function sayAbsent(pod: PodOfLogs, absent: ReadonlySet<string>, say: (text: string) => void): void {
    const text = absentText(absent, asked);
    if (text === null) return;
    if (!asked.follow) isFailed = true;
    say(`${pod.name}: ${text}\n`);
  }

  const taken = new Set<string>();
  /** Without logs of RunPod's: what SSH gives. */
  function takeFiles(
    pod: PodOfLogs,
    state: Extract<SourceState, { kind: 'failed' }>,
    say: (text: string) => void,
  ): void {
    if (taken.has(pod.podId)) return;
    taken.add(pod.podId);
    say(`${pod.name}: ${state.reason} What follows are files, read over SSH.\n`);
    read(pod, { cloud: 'none', files: usualPatterns, offers: [] });
  }

  for (const pod of pods)
    read(
      pod,
      pod.isHost && asked.isUsual ? { cloud: 'none', files: usualPatterns, offers: [] } : asked.wanted,
    );
  const ticker = setInterval(() => {
    if (asked.follow && !gathering.isOn())
      show(isBefore && asked.lastLines !== null ? merger.rest() : merger.take(nowMs()));
    if (isTooSlow) stop();
  }, mergeEveryMs);
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await Promise.race([allOver(readers), stopped]);
  clearInterval(ticker);
  await Promise.all(readers.map((reader) => reader.close()));
  if (!isTooSlow) show(merger.rest());
  // An empty answer says that it is one: else nobody knows it from a broken pipe.
  if (!asked.follow && !isFailed && !signal.aborted)
    for (const { podId, name } of pods) if (!heard.has(podId)) context.say(`${name}: no line came.\n`);
  if (isTooSlow) context.say('--grep: the pattern takes too long on these lines, and is given up.\n');
  if (isTooSlow) return exitCodes.usage;
  return isFailed && !signal.aborted ? exitCodes.unreachable : exitCodes.ok;
}

/** One may begin another. */
async function allOver(readers: readonly PodReader[]): Promise<void> {
  for (let count = -1; count !== readers.length; ) {
    count = readers.length;
    await Promise.all(readers.map(({ over }) => over));
  }
}

/** null: nothing that has to be said. */
function stateText(state: SourceState): string | null {
  if (state.kind === 'failed') return `${state.reason} ${state.hint}`;
  return state.kind === 'waiting' ? `waits: ${state.reason}` : null;
}
