/** All that is read of one pod: RunPod's log of it, and files over SSH. */
import type { LogCloud } from '../../runpod/log-cloud.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { readCloudLog } from './cloud-source.ts';
import type { FilePlace } from './file-place.ts';
import { readPodFiles } from './pod-files.ts';
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
  /** How often files are looked for that have come since. */
  readonly lookEverySeconds?: number;
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

  const cloudOver = readCloud();
  const files = readPodFiles({
    ...{ files: wanted.files, offers: wanted.offers, places: memory.places },
    ...{ door: doors.open, request: options.request, listener, signal: closing.signal },
    ...(options.lookEverySeconds !== undefined && { lookEverySeconds: options.lookEverySeconds }),
  });
  return {
    setFile: files.setFile,
    over: Promise.all([cloudOver, files.over]).then(() => undefined),
    async close() {
      closing.abort();
      await Promise.all([cloudOver, files.over]);
      await doors.close();
    },
  };
}

const withoutRestReason =
  'Container and system logs are on RunPod’s REST v2 alone, and it is not in use here.';
const withoutRestHint = 'Use the wire `auto` or `rest`. Files of the pod are read over SSH.';

function failCloud(source: 'container' | 'system' | null, listener: SourceListener): void {
  for (const each of source === null ? ['container', 'system'] : [source])
    listener.onState(each, {
      ...{ kind: 'failed', reason: withoutRestReason, hint: withoutRestHint },
      isUnsupported: true,
    });
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
