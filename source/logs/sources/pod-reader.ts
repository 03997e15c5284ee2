/** All that is read of one pod: RunPod's log of it, and files over SSH. */
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import type { LogCloud } from '../../runpod/log-cloud.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { readCloudLog } from './cloud-source.ts';
import type { FilePlace } from './file-place.ts';
import { followFiles } from './file-source.ts';
import { findFiles, isPattern } from './find-files.ts';
import type { SourceListener, SourceRequest } from './source.ts';

/** What is wanted of a pod. */
export type Wanted = {
  /** null: both; `none`: neither. */
  readonly cloud: 'container' | 'system' | null | 'none';
  /** Paths, which are waited for, and patterns, of which those files are read that are there. */
  readonly files: readonly string[];
  /** Patterns of files that are named and not read. */
  readonly offers: readonly string[];
};

export type PodReaderOptions = {
  readonly podId: string;
  readonly logs: LogCloud | null;
  /** null: there is no way to it by SSH. */
  readonly openDoor: ((signal: AbortSignal) => Promise<Outcome<PodDoor>>) | null;
  readonly wanted: Wanted;
  readonly request: SourceRequest;
  readonly listener: SourceListener;
  /** Of an earlier reader of the same pod: what was read is not read again. */
  readonly memory?: PodMemory;
};

export type PodMemory = { lastEventId: string | null; readonly places: Map<string, FilePlace> };

export type PodReader = {
  /** Reads a file from now on, from where it was left, or no more. */
  setFile(path: string, isOn: boolean): void;
  /** When there is nothing more to come. */
  readonly over: Promise<void>;
  /** Ends all of it; resolves when nothing is open any more. */
  close(): Promise<void>;
};

export function emptyMemory(): PodMemory {
  return { lastEventId: null, places: new Map() };
}

export function createPodReader(options: PodReaderOptions): PodReader {
  const { wanted, listener, memory = emptyMemory() } = options;
  const closing = new AbortController();
  const doors = sharedDoor(options.openDoor);
  const paths = new Set<string>();
  let following: { readonly stop: AbortController; readonly over: Promise<void> } | null = null;

  async function readCloud(): Promise<void> {
    if (wanted.cloud === 'none') return;
    if (options.logs === null) return failCloud(wanted.cloud, listener);
    memory.lastEventId = await readCloudLog({
      cloud: options.logs,
      podId: options.podId,
      source: wanted.cloud,
      request: options.request,
      lastEventId: memory.lastEventId,
      listener,
      signal: closing.signal,
    });
  }

  async function readFiles(): Promise<void> {
    if (wanted.files.length === 0 && wanted.offers.length === 0) return;
    const found = await findAll();
    for (const path of found) paths.add(path);
    if (closing.signal.aborted) return;
    await follow();
  }

  /** Without a way in the paths that were asked for say so themselves. */
  async function findAll(): Promise<readonly string[]> {
    const exact = wanted.files.filter((path) => !isPattern(path));
    const patterns = wanted.files.filter(isPattern);
    if (patterns.length === 0 && wanted.offers.length === 0) return exact;
    const door = await patientDoor(patterns);
    const found = door.ok ? await findFiles(door.value, patterns) : door;
    const offered = door.ok ? await findFiles(door.value, wanted.offers) : door;
    if (closing.signal.aborted) return exact;
    if (!found.ok) for (const pattern of patterns) listener.onState(pattern, failed(found.failure));
    else if (found.value.length === 0 && exact.length === 0)
      for (const pattern of patterns) listener.onState(pattern, { kind: 'ended' });
    const files = found.ok ? found.value : [];
    // A pattern stands for its files, and is no source any more when they are known.
    if (files.length > 0) for (const pattern of patterns) listener.onState(pattern, null);
    for (const path of offered.ok ? offered.value : [])
      if (!files.includes(path)) listener.onState(path, { kind: 'offered' });
    return [...new Set([...exact, ...files])];
  }

  /** A pod that starts refuses for a while. Who follows waits for it. */
  async function patientDoor(patterns: readonly string[]): Promise<Outcome<PodDoor>> {
    for (let attempt = 0; ; attempt++) {
      const door = await doors.open(closing.signal);
      const isFinal = door.ok || !door.failure.retriable || !options.request.follow || closing.signal.aborted;
      if (isFinal) return door;
      for (const pattern of patterns)
        listener.onState(pattern, { kind: 'waiting', reason: door.failure.message });
      await sleep(
        backoffDelayMs(attempt, { firstDelayMs: 500, maxDelayMs: 15_000, random: Math.random }) + 100,
        closing.signal,
      );
    }
  }

  /** The one channel, over the files that are wanted now. */
  async function follow(): Promise<void> {
    const before = following;
    before?.stop.abort();
    await before?.over;
    if (paths.size === 0 || closing.signal.aborted) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, closing.signal]);
    const over = followFiles({
      paths: [...paths],
      places: memory.places,
      door: doors.open,
      request: options.request,
      listener,
      signal,
    });
    following = { stop, over };
    await over;
  }

  const cloudOver = readCloud();
  const filesOver = readFiles();
  return {
    setFile(path, isOn) {
      if (isOn) paths.add(path);
      else paths.delete(path);
      void follow();
    },
    over: Promise.all([cloudOver, filesOver]).then(() => undefined),
    async close() {
      closing.abort();
      await Promise.all([cloudOver, filesOver, following?.over]);
      await doors.close();
    },
  };
}

export const withoutRestReason =
  'Container and system logs are on RunPod’s REST v2 alone, and it is not in use here.';
export const withoutRestHint = 'Use the wire `auto` or `rest`. Files of the pod are read over SSH.';

function failCloud(source: 'container' | 'system' | null, listener: SourceListener): void {
  for (const each of source === null ? ['container', 'system'] : [source])
    listener.onState(each, {
      ...{ kind: 'failed', reason: withoutRestReason, hint: withoutRestHint },
      isUnsupported: true,
    });
}

function failed({ message, hint }: SshFailure) {
  return { kind: 'failed', reason: message, hint } as const;
}

/** One connection for all that is read; made anew when it is gone. */
function sharedDoor(open: PodReaderOptions['openDoor']) {
  let current: PodDoor | null = null;
  let opening: Promise<Outcome<PodDoor>> | null = null;

  async function openNew(signal: AbortSignal): Promise<Outcome<PodDoor>> {
    if (open === null) return { ok: false, failure: withoutWay };
    const opened = await open(signal);
    if (!opened.ok) return opened;
    current = opened.value;
    void opened.value.closed.then(() => {
      if (current === opened.value) current = null;
    });
    return opened;
  }

  return {
    async open(signal: AbortSignal): Promise<Outcome<PodDoor>> {
      if (current !== null) return { ok: true, value: current };
      opening ??= openNew(signal).finally(() => {
        opening = null;
      });
      return await opening;
    },
    async close(): Promise<void> {
      await opening;
      await current?.close();
    },
  };
}

const withoutWay: SshFailure = {
  kind: 'unreachable',
  message: 'There is no way to the pod by SSH: it does not run, or has no public port 22.',
  hint: 'Start it, or expose 22/tcp.',
  retriable: false,
};
