import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createDoors } from '../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { askUnsaved } from '../../../source/watch/ask-unsaved.ts';
import { type SshPodOptions, startSshPod } from '../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../neighbours/sshd.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const day = 86_400;
const never = new AbortController().signal;

describe.skipIf(sshdMissing !== null)(`a pod that is asked what would be lost${sshdMissing ?? ''}`, () => {
  test.each([
    ['sh', {}],
    ['BusyBox, whose find has no -printf', { shell: 'busybox sh' }],
  ])('in %s it counts what changed today, and names the newest', async (_, options) => {
    const { pod, ask } = await start(options);
    const work = join(pod.home, "it's here");
    mkdirSync(join(work, '.cache'), { recursive: true });
    for (let index = 0; index < 7; index++) put(join(work, `model ${index}.bin`), 1000, 600 + index * 60);
    put(join(work, 'newest\u001b[31m.txt'), 5, 10);
    put(join(work, '.cache/noise'), 5, 10);
    put(join(work, 'last week'), 1000, 7 * day);
    expect(await ask(work)).toEqual({
      fileCount: 8,
      bytes: 7005,
      isPartial: false,
      examples: [join(work, 'newest.txt'), ...[0, 1, 2, 3].map((index) => join(work, `model ${index}.bin`))],
    });
  });

  test('none is none', async () => {
    const { pod, ask } = await start();
    const work = join(pod.home, 'work');
    mkdirSync(work);
    expect(await ask(work)).toEqual({ fileCount: 0, bytes: 0, isPartial: false, examples: [] });
  });

  test('a pod that does not answer in time is not known', async () => {
    const { pod, ask } = await start({ noise: 'sleep 30' });
    expect(await ask(pod.home, 700)).toBeNull();
  });
});

async function start(options: SshPodOptions = {}) {
  const pod = await startSshPod(options);
  opened.push(() => pod.stop());
  const doors = createDoors({
    identities: await loadIdentities({ files: [pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () => Promise.reject(new Error('no agent is needed')),
    timings: {},
  });
  opened.push(() => doors.close());
  const endpoint = { host: '127.0.0.1', port: pod.port, username: pod.username };
  const target = { podId: 'ssh:host', podName: 'host', generation: null, endpoint, intervalMs: 1000 };
  const ask = (from: string, timeoutMs = 20_000) =>
    askUnsaved({ doors, target, signal: never, from, timeoutMs });
  return { pod, ask };
}

function put(path: string, bytes: number, ageSeconds: number): void {
  writeFileSync(path, 'x'.repeat(bytes));
  const atSeconds = Date.now() / 1000 - ageSeconds;
  utimesSync(path, atSeconds, atSeconds);
}
