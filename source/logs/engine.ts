/**
 * Logs as the console has them. What is read is worked off in slices, and told at most ten times a second; only the lines
 * in the window of the screen are made into what is shown. When the page is left nothing goes on, and what was read of the
 * last few sets of pods is kept.
 */
import { rmSync } from 'node:fs';
import type { LogCloud } from '../runpod/log-cloud.ts';
import type { Outcome } from '../ssh/failure.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import { createSpillFolder, type SpillFolder } from './buffer/spill-folder.ts';
import { type LogSeek, type LogsSnapshot, type LogWindow, noLogs } from './model/snapshot.ts';
import { createSession, type Session } from './session.ts';
import { offeredPatterns, usualPatterns } from './sources/find-files.ts';
import { createPodReader, emptyMemory, type PodMemory, type PodReader } from './sources/pod-reader.ts';
import { type Written, writeLines } from './write-lines.ts';

export type PodToRead = {
  readonly podId: string;
  readonly name: string;
  /** It is not one of RunPod's: only SSH leads there. */
  readonly isHost: boolean;
  readonly openDoor: ((signal: AbortSignal) => Promise<Outcome<PodDoor>>) | null;
};

export type LogEngine = {
  snapshot(): LogsSnapshot;
  subscribe(listener: () => void): () => void;
  /** Reads the logs of these pods; goes on with what was read of just these before. */
  open(pods: readonly PodToRead[]): void;
  /** Ends all sources. */
  leave(): Promise<void>;
  show(window: LogWindow): void;
  seek(seek: LogSeek): void;
  toggle(sourceKey: string): void;
  /** A line of the operator's own among the others. */
  mark(text: string): void;
  clear(): void;
  /** The text of the lines that are shown from one to the other, both included; at most `maxLines` of them. */
  textBetween(fromId: number, toId: number, maxLines: number): string;
  /** Writes what the filter lets through to a file that is not there yet, for its owner alone. */
  save(path: string): Promise<Written>;
  /** The same with colours, in the private folder: for a pager. */
  saveForPager(): Promise<Written>;
  /** The pager is done with its file. */
  forget(path: string): void;
  close(): Promise<void>;
};

export type LogEngineOptions = {
  /** null: no wire has logs. */
  readonly logs: () => LogCloud | null;
  readonly nowMs: () => number;
  readonly folder?: SpillFolder;
  /** Paths and patterns of the operator's own, read in place of the usual ones; null: the usual ones. */
  readonly files?: readonly string[] | null;
  /** Lines of before that each source begins with. */
  readonly tail?: number;
};

const newsEveryMs = 100;
const keptSessions = 3;
const usualTail = 1000;

type Kept = {
  readonly key: string;
  readonly session: Session;
  readonly memories: Map<string, PodMemory>;
  readers: Map<string, PodReader>;
  leftAtMs: number | null;
};

export function createLogEngine(options: LogEngineOptions): LogEngine {
  const { nowMs, tail = usualTail } = options;
  const folder = options.folder ?? createSpillFolder();
  const listeners = new Set<() => void>();
  let kept: Kept[] = [];
  let current: Kept | null = null;
  let snapshot: LogsSnapshot | null = null;
  let isDirty = false;
  let isWorking = false;
  let ticker: NodeJS.Timeout | null = null;
  let made = 0;
  let closing: Promise<unknown> = Promise.resolve();

  function onNews(): void {
    isDirty = true;
    workSoon();
  }

  /** Between two slices the event loop comes to everything else. */
  function workSoon(): void {
    if (isWorking || current === null) return;
    isWorking = true;
    setImmediate(() => {
      isWorking = false;
      // What was left over from the last slice is news too, though nobody said so.
      isDirty = true;
      if (current?.session.work() === true) workSoon();
    });
  }

  function tick(): void {
    if (current === null) return;
    const before = current.session.buffer.nextId;
    if (current.session.work()) workSoon();
    // Told until it is seen that nothing comes any more.
    const isFading = (snapshot?.counts.perSecond ?? 0) > 0;
    if (isDirty || isFading || before !== current.session.buffer.nextId) tell();
  }

  function tell(): void {
    isDirty = false;
    snapshot = null;
    for (const listener of listeners) listener();
  }

  /** What the operator has asked for is answered at once. */
  function now(act: (session: Session) => void): void {
    if (current === null) return;
    act(current.session);
    current.session.work();
    tell();
  }

  function keptFor(pods: readonly PodToRead[]): Kept {
    const key = pods
      .map(({ podId }) => podId)
      .sort()
      .join(' ');
    const before = kept.find((each) => each.key === key);
    if (before !== undefined) return before;
    made += 1;
    const session = createSession({
      pods: pods.map(({ podId, name }) => ({ podId, name })),
      ...{ nowMs, folder, name: `logs-${made}`, onNews },
    });
    return { key, session, memories: new Map(), readers: new Map(), leftAtMs: null };
  }

  function read(entry: Kept, pod: PodToRead): PodReader {
    const memory = entry.memories.get(pod.podId) ?? emptyMemory();
    entry.memories.set(pod.podId, memory);
    // Without an id to go on after, the time at which the page was left is the next best.
    const sinceMs = memory.lastEventId === null ? entry.leftAtMs : null;
    return createPodReader({
      podId: pod.podId,
      logs: options.logs(),
      openDoor: pod.openDoor,
      wanted: {
        cloud: pod.isHost ? 'none' : null,
        files: options.files ?? usualPatterns,
        offers: offeredPatterns,
      },
      request: { tail, sinceMs, follow: true },
      listener: entry.session.listenerOf(pod),
      memory,
    });
  }

  async function leave(): Promise<void> {
    const left = current;
    current = null;
    if (ticker !== null) clearInterval(ticker);
    ticker = null;
    if (left === null) return;
    left.leftAtMs = nowMs();
    const readers = [...left.readers.values()];
    left.readers = new Map();
    closing = Promise.all([closing, ...readers.map((reader) => reader.close())]);
    await closing;
  }

  function open(pods: readonly PodToRead[]): void {
    void leave();
    const entry = keptFor(pods);
    kept = [entry, ...kept.filter((each) => each !== entry)];
    for (const old of kept.splice(keptSessions)) old.session.close();
    current = entry;
    entry.session.gather();
    // What is still being closed must not be asked twice for the same lines.
    void closing.then(() => {
      if (current !== entry) return;
      for (const pod of pods) entry.readers.set(pod.podId, read(entry, pod));
    });
    ticker = setInterval(tick, newsEveryMs);
    tell();
  }

  return {
    snapshot() {
      snapshot ??= current === null ? noLogs : current.session.snapshot();
      return snapshot;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open,
    leave,
    show: (window) => now((session) => session.show(window)),
    seek: (seek) => now((session) => session.seek(seek)),
    toggle(sourceKey) {
      now((session) => {
        const became = session.toggle(sourceKey);
        if (became?.source.startsWith('/') !== true) return;
        current?.readers.get(became.podId)?.setFile(became.source, became.isOn);
      });
    },
    mark: (text) => now((session) => session.own(text)),
    clear: () => now((session) => session.clear()),
    textBetween: (fromId, toId, maxLines) =>
      current === null ? '' : textBetween(current.session, { fromId, toId, maxLines }),
    save: async (path) => await write(path, false),
    saveForPager: async () => await write(null, true),
    forget: (path) => rmSync(path, { force: true }),
    async close() {
      await leave();
      for (const { session } of kept) session.close();
      folder.remove();
    },
  };

  async function write(path: string | null, isColoured: boolean): Promise<Written> {
    if (current === null) return { ok: false, reason: 'no logs are open' };
    const { session } = current;
    try {
      made += 1;
      return await writeLines(session, { path: path ?? `${folder.path()}/pager-${made}.log`, isColoured });
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function textBetween(
  session: Session,
  { fromId, toId, maxLines }: { readonly fromId: number; readonly toId: number; readonly maxLines: number },
): string {
  const lines: string[] = [];
  for (const id of session.shownIds()) {
    if (id < fromId) continue;
    if (id > toId || lines.length >= maxLines) break;
    const line = session.buffer.line(id);
    if (line !== null) lines.push(line.text);
  }
  return lines.join('\n');
}
