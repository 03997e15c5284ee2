/** A real sshd with files in it, and the reading of them. */
import { join } from 'node:path';
import type { RawLine } from '../../../source/logs/model/line.ts';
import type { SourceState } from '../../../source/logs/model/snapshot.ts';
import type { SourceListener } from '../../../source/logs/sources/source.ts';
import { createDoors } from '../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import type { PodDoors } from '../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import type { SshPod } from '../../neighbours/ssh-pod.ts';

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
