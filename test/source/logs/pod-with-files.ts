/** A real sshd with files in it, and the reading of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawLine } from '../../../source/logs/model/line.ts';
import type { SourceState } from '../../../source/logs/model/snapshot.ts';
import type { FilePlace } from '../../../source/logs/sources/file-place.ts';
import { followFiles } from '../../../source/logs/sources/file-source.ts';
import type { SourceListener } from '../../../source/logs/sources/source.ts';
import { createDoors } from '../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import type { PodDoors } from '../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../neighbours/ssh-pod.ts';

export const slow = { timeout: 40_000, interval: 50 };

export const shells: readonly [string, SshPodOptions][] = [
  ['the tools of this machine', {}],
  ['busybox', { shell: 'busybox sh' }],
];

/** A pod with a folder for logs, and what follows them; `opened` takes what has to be closed. */
export async function podWithFiles(opened: (() => Promise<void>)[], options: SshPodOptions = {}) {
  const pod: SshPod = await startSshPod(options);
  opened.push(() => pod.stop());
  const folder = join(pod.home, 'logs');
  mkdirSync(folder);
  return {
    pod,
    folder,
    file(name: string, text?: string) {
      const path = join(folder, name);
      if (text !== undefined) writeFileSync(path, text);
      return path;
    },
    follow(paths: readonly string[], { tail, isOnce }: { tail: number; isOnce?: true }) {
      const heard: Heard = hearing();
      const stop = new AbortController();
      const over = reading();
      async function reading(): Promise<void> {
        const { doors, target } = await doorsTo(pod);
        await followFiles({
          paths,
          places: new Map<string, FilePlace>(),
          door: (signal) => doors.open(target, signal),
          request: { tail, sinceMs: null, follow: isOnce !== true },
          listener: heard,
          signal: stop.signal,
        });
        await doors.close();
      }
      opened.push(async () => {
        stop.abort();
        await over;
      });
      return { heard, over, stop: () => stop.abort() };
    },
  };
}

export async function doorsTo(pod: SshPod): Promise<{ doors: PodDoors; target: LinkTarget }> {
  const doors = createDoors({
    identities: await loadIdentities({ files: [pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () => Promise.reject(new Error('no agent in this test')),
  });
  const target = {
    podId: 'ssh:test',
    podName: 'test',
    generation: null,
    endpoint: { host: '127.0.0.1', port: pod.port, username: pod.username },
    intervalMs: 1000,
  };
  return { doors, target };
}

export type Heard = SourceListener & {
  readonly lines: { readonly source: string; readonly text: string }[];
  readonly notes: string[];
  readonly states: Map<string, SourceState>;
  texts(source?: string): string[];
};

export function hearing(): Heard {
  const lines: { source: string; text: string }[] = [];
  const notes: string[] = [];
  const states = new Map<string, SourceState>();
  return {
    ...{ lines, notes, states },
    texts: (source) =>
      lines.filter((line) => source === undefined || line.source === source).map(({ text }) => text),
    onLines: (source, read: readonly RawLine[]) => {
      for (const { text } of read) lines.push({ source, text });
    },
    onNote: (source, text) => void notes.push(`${source}: ${text}`),
    onState: (source, state) => {
      if (state === null) states.delete(source);
      else states.set(source, state);
    },
  };
}
