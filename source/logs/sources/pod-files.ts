/** The files of one pod: which they are, also those that come later, and the one channel over them. */
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import type { FilePlace } from './file-place.ts';
import { followFiles } from './file-source.ts';
import {
  type FoundFiles,
  findFiles,
  isPattern,
  maxFiles,
  shellPattern,
  usualLookSeconds,
} from './find-files.ts';
import type { SourceListener, SourceRequest } from './source.ts';

export type PodFilesOptions = {
  /** Paths, which are waited for, and patterns, of which those files are read that are there. */
  readonly files: readonly string[];
  /** Patterns of files that are named and not read. */
  readonly offers: readonly string[];
  /** Where each was read up to. */
  readonly places: Map<string, FilePlace>;
  /** How often files are looked for that have come since. */
  readonly lookEverySeconds?: number;
  readonly door: (signal: AbortSignal) => Promise<Outcome<PodDoor>>;
  readonly request: SourceRequest;
  readonly listener: SourceListener;
  readonly signal: AbortSignal;
};

export type PodFiles = {
  /** Reads a file from now on, from where it was left, or no more. */
  setFile(path: string, isOn: boolean): void;
  /** When there is nothing more to come, whatever was switched on meanwhile. */
  readonly over: Promise<void>;
};

export function readPodFiles(options: PodFilesOptions): PodFiles {
  const { offers, places, door, request, listener, signal, lookEverySeconds = usualLookSeconds } = options;
  const exact = options.files.filter((path) => !isPattern(path));
  const patterns = options.files.filter(isPattern);
  const hasPatterns = patterns.length + offers.length > 0;
  const paths = new Set(exact);
  const newPaths = new Set<string>();
  /** Found by a pattern: once it was switched off it is not put back. */
  const found = new Set<string>();
  const offered = new Set<string>();
  let stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let looking: Promise<void> | null = null;

  async function begin(): Promise<void> {
    if (hasPatterns) {
      for (const pattern of patterns) listener.onState(pattern, { kind: 'connecting' });
      const opened = await patientDoor();
      const look = opened.ok ? await lookAt(opened.value) : opened;
      if (signal.aborted) return;
      if (look.ok) take(look.value, true);
      else for (const pattern of patterns) listener.onState(pattern, failed(look.failure));
    }
    follow();
  }

  /** A pod that starts refuses for a while. Who follows waits for it. */
  async function patientDoor(): Promise<Outcome<PodDoor>> {
    for (let attempt = 0; ; attempt++) {
      const opened = await door(signal);
      if (opened.ok || !opened.failure.retriable || !request.follow || signal.aborted) return opened;
      for (const pattern of patterns)
        listener.onState(pattern, { kind: 'waiting', reason: opened.failure.message });
      await sleep(
        backoffDelayMs(attempt, { firstDelayMs: 500, maxDelayMs: 15_000, random: Math.random }) + 100,
        signal,
      );
    }
  }

  async function lookAt(at: PodDoor): Promise<Outcome<{ wanted: FoundFiles; offered: FoundFiles }>> {
    const wanted = await findFiles(at, patterns);
    if (!wanted.ok) return wanted;
    const more = await findFiles(at, offers);
    return more.ok ? { ok: true, value: { wanted: wanted.value, offered: more.value } } : more;
  }

  /** True: other files are read than before. */
  function take(
    look: { readonly wanted: FoundFiles; readonly offered: FoundFiles },
    isFirst: boolean,
  ): boolean {
    const { wanted } = look;
    // A pattern stands for its files, and is no source any more when they are known.
    for (const pattern of patterns)
      listener.onState(pattern, wanted.unmatched.includes(pattern) ? { kind: 'absent' } : null);
    let hasChanged = false;
    for (const path of wanted.paths) {
      if (found.has(path) || exact.includes(path)) continue;
      if (paths.size >= maxFiles + exact.length && !makeRoom(wanted.paths)) break;
      found.add(path);
      paths.add(path);
      if (!isFirst && !offered.has(path)) newPaths.add(path);
      hasChanged = true;
    }
    for (const path of look.offered.paths) {
      if (paths.has(path) || found.has(path) || offered.has(path) || offered.size >= maxFiles) continue;
      offered.add(path);
      listener.onState(path, { kind: 'offered' });
    }
    return hasChanged;
  }

  /** Lets go of a file that matched a pattern and is gone. */
  function makeRoom(there: readonly string[]): boolean {
    const gone = [...paths].find((path) => found.has(path) && !there.includes(path));
    if (gone === undefined) return false;
    for (const each of [paths, found, newPaths]) each.delete(gone);
    places.delete(gone);
    listener.onState(gone, null);
    return true;
  }

  /** The one channel, over the files that are wanted now; the one before ends first. */
  function follow(): void {
    stop.abort();
    const mine = new AbortController();
    stop = mine;
    running = running.then(async () => {
      const hasWork = paths.size > 0 || (hasPatterns && request.follow);
      if (mine.signal.aborted || signal.aborted || !hasWork) return;
      const words = [...patterns, ...offers].map(shellPattern);
      await followFiles({
        ...{ paths: [...paths], newPaths, places, door, request, listener },
        ...(hasPatterns && { patterns: { words, everySeconds: lookEverySeconds } }),
        onFiles: () => void lookAgain(),
        signal: AbortSignal.any([mine.signal, signal]),
      });
    });
  }

  /** Over the connection that is there. */
  async function lookAgain(): Promise<void> {
    await looking;
    looking ??= (async () => {
      const opened = await door(signal);
      const look = opened.ok ? await lookAt(opened.value) : opened;
      // Without an answer the script is begun anew, and asks for another look after its first while.
      if (!signal.aborted && (!look.ok || take(look.value, false))) follow();
    })().finally(() => {
      looking = null;
    });
    await looking;
  }

  async function untilOver(): Promise<void> {
    await begin();
    for (let seen: Promise<void> | null = null; seen !== running; ) {
      seen = running;
      await seen;
      await looking;
    }
  }

  return {
    setFile(path, isOn) {
      // A pattern whose files are not there has nothing to be switched.
      if (patterns.includes(path)) return;
      if (isOn) paths.add(path);
      else paths.delete(path);
      follow();
    },
    over: untilOver(),
  };
}

function failed({ message, hint }: SshFailure) {
  return { kind: 'failed', reason: message, hint } as const;
}
