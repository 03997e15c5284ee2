import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { createLinks, type LinksOptions } from '../../../source/ssh/links.ts';
import type { Links, LinkTarget } from '../../../source/ssh/telemetry.ts';
import { createTrust } from '../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../source/ssh/trust-store.ts';
import { type BuiltProgram, buildAgentProgram } from '../../neighbours/agent-program.ts';
import { type LinkRecorder, recordLink } from '../../neighbours/link-recorder.ts';
import { signalProcess } from '../../neighbours/processes.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../neighbours/ssh-pod.ts';
import { makeKey, sshdMissing } from '../../neighbours/sshd.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(sshdMissing !== null)(
  `links to a real sshd${sshdMissing === null ? '' : ` (${sshdMissing})`}`,
  () => {
    test('uploads the agent to a pod with Node, and the second time finds it there', async () => {
      const sshd = await start();
      const { recorder, links } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 3);
      // On a busy machine it may be stale now and then.
      const kinds = recorder.links.map(({ kind }) => kind);
      expect(kinds.slice(0, 3)).toEqual(['waiting', 'connecting', 'live']);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'agent' });
      expect(recorder.framesOf('hello')[0]).toMatchObject({ agentKind: 'agent', intervalMs: 250 });
      expectUsable(recorder.framesOf('sample').at(-1));

      const folder = join(sshd.home, '.cache', 'pod-engine');
      const [file = ''] = readdirSync(folder);
      expect(readdirSync(folder)).toHaveLength(1);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const writtenMs = statSync(join(folder, file)).mtimeMs;

      await links.close();
      const again = await openLink(sshd, {});
      await again.recorder.until('live', () => again.recorder.framesOf('sample').length > 0);
      expect(statSync(join(folder, file)).mtimeMs).toBe(writtenMs);
    });

    test('runs the agent that the image brings before any other', async () => {
      const sshd = await start();
      const program = await buildAgentProgram();
      writeFileSync(join(sshd.directory, 'agent.mjs'), program.bytes);
      const bin = join(sshd.home, 'bin');
      mkdirSync(bin);
      const script = `#!/bin/sh\nexec '${process.execPath}' '${sshd.directory}/agent.mjs' "$@"\n`;
      writeFileSync(join(bin, 'pod-agent'), script, { mode: 0o755 });
      const { recorder } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 1);
      expect(existsSync(join(sshd.home, '.cache'))).toBe(false);
    });

    test('does not take another pod at an old address for the one it looks for, nor remember its key', async () => {
      const sshd = await start();
      const hello = (podId: string): string => {
        const inventory = {
          hostname: null,
          osName: null,
          kernelVersion: null,
          architecture: null,
          cpuModel: null,
          onlineCores: null,
          hostMemoryBytes: null,
          virtualization: null,
          nodeVersion: null,
          runpod: { RUNPOD_POD_ID: podId },
        };
        const frame = {
          kind: 'hello',
          protocol: 1,
          nonce: 'NONCE',
          agentVersion: '0.1.0',
          agentKind: 'agent',
          bootId: null,
          intervalMs: 250,
          atMs: 1,
          inventory,
        };
        return JSON.stringify(frame);
      };
      const write = (podId: string): void => {
        mkdirSync(join(sshd.home, 'bin'), { recursive: true });
        const script = `#!/bin/sh\nwhile [ "$1" != --nonce ]; do shift; done\nprintf '\\n%s\\n' '${hello(podId)}' | sed "s/NONCE/$2/"\nexec cat\n`;
        writeFileSync(join(sshd.home, 'bin', 'pod-agent'), script, { mode: 0o755 });
      };
      write('pod2');
      const { recorder } = await openLink(sshd, { generation: 'g1' });
      await recorder.until('lost', () => lostCount(recorder) >= 1);
      expect(recorder.links.find(({ kind }) => kind === 'lost')).toMatchObject({
        reason: expect.stringContaining('pod pod2 answers there, not pod1'),
      });
      expect(liveCount(recorder)).toBe(0);
      expect(existsSync(join(sshd.directory, 'known-pods.json'))).toBe(false);
      write('pod1');
      await recorder.until('live', () => liveCount(recorder) >= 1);
      await expect.poll(() => existsSync(join(sshd.directory, 'known-pods.json'))).toBe(true);
    });

    test.each([
      ['dash', 'dash'],
      ['bash', 'bash --posix'],
      ['busybox ash', 'busybox sh'],
    ])('reads a pod without Node through the probe in %s', async (_name, shell) => {
      const sshd = await start({ shell, hasNode: false });
      const { recorder } = await openLink(sshd, { timings: { healthPeriodMs: 600 } });
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 5);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'probe' });
      const sample = recorder.framesOf('sample').at(-1);
      expectUsable(sample);
      expect(sample?.disk?.mounts.length).toBeGreaterThan(0);
      expect(sample?.processes?.processCount).toBeGreaterThan(0);
      expect(sample?.agent.residentBytes).toBeGreaterThan(0);
      await recorder.until('health', () => recorder.framesOf('health').length >= 1);
      const report = recorder.framesOf('health')[0]?.report;
      expect(report?.checks.find(({ id }) => id === 'app')?.status).toBe('unknown');
      expect(report?.checks.find(({ id }) => id === 'memory')?.status).not.toBe('unknown');
      const hello = recorder.framesOf('hello')[0];
      expect(hello?.inventory?.kernelVersion).toMatch(/^\d/);
      expect(recorder.framesOf('event').filter(({ text }) => text.includes('could not be used'))).toEqual([]);
    });

    test('the probe ends with its channel and leaves no process behind', async () => {
      const sshd = await start({ shell: 'dash', hasNode: false });
      const { recorder, links } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 1);
      expect(sshd.sessions().some(({ command }) => command.includes('dash'))).toBe(true);
      await links.close();
      await expect.poll(() => sshd.sessions()).toEqual([]);
    });

    test('an agent that says nothing is passed over', async () => {
      const sshd = await start();
      mkdirSync(join(sshd.home, 'bin'));
      writeFileSync(join(sshd.home, 'bin', 'pod-agent'), '#!/bin/sh\nexec cat\n', { mode: 0o755 });
      const { recorder } = await openLink(sshd, { timings: { helloTimeoutMs: 6000 } });
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 1);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'agent' });
      expect(existsSync(join(sshd.home, '.cache', 'pod-engine'))).toBe(true);
    });

    test('an agent that cannot run gives way to the probe, and it is told', async () => {
      const sshd = await start();
      const broken = Buffer.from('throw new Error("not on this machine");\n');
      const sha256 = createHash('sha256').update(broken).digest('hex');
      const { recorder } = await openLink(sshd, { program: { bytes: broken, sha256 } });
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 1);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'probe' });
      expect(eventTexts(recorder)).toContainEqual(expect.stringContaining('not on this machine'));
    });

    test('hears telemetry through a shell that talks', async () => {
      const noise =
        'printf "Welcome \\033]0;owned\\007 {\\"kind\\":\\"hello\\"} no newline"; echo grumble >&2;';
      const sshd = await start({ noise });
      const { recorder } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 2);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'agent' });
    });

    test('hears the probe through a shell that talks', async () => {
      const noise = 'printf "Welcome \\033]0;owned\\007 no newline"; echo grumble >&2;';
      const sshd = await start({ noise, shell: 'dash', hasNode: false });
      const { recorder } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 2);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'probe' });
    });

    test('comes back when the agent is killed, and takes the probe when it dies again', async () => {
      const sshd = await start();
      const { recorder } = await openLink(sshd, {});
      for (const death of [1, 2]) {
        await recorder.until(`life ${death}`, () => liveCount(recorder) >= death);
        await recorder.until('a sample', () => recorder.framesOf('sample').length >= death);
        signalProcess(agentOf(sshd).pid, 'SIGKILL');
        await recorder.until(`death ${death}`, () => lostCount(recorder) >= death);
      }
      await recorder.until('a third life', () => liveCount(recorder) >= 3);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via: 'probe' });
      expect(recorder.links.find(({ kind }) => kind === 'lost')).toMatchObject({
        reason: expect.stringMatching(/SIGKILL|137/),
      });
      const numbers = recorder.framesOf('sample').map(({ sequence }) => sequence);
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    });

    test('an agent that stands still is stale, then connected anew', async () => {
      const sshd = await start();
      const { recorder } = await openLink(sshd, { timings: { staleGraceMs: 200 } });
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 2);
      signalProcess(agentOf(sshd).pid, 'SIGSTOP');
      await recorder.until('stale', () => recorder.links.some(({ kind }) => kind === 'stale'));
      await recorder.until('lost', () => lostCount(recorder) >= 1);
      await recorder.until('a second life', () => liveCount(recorder) >= 2);
      const kinds = recorder.links.map(({ kind }) => kind);
      expect(kinds.indexOf('stale')).toBeLessThan(kinds.indexOf('lost'));
    });

    test('an agent that stands still for a moment is live again without a new connection', async () => {
      const sshd = await start();
      const { recorder } = await openLink(sshd, { timings: { staleGraceMs: 200, reconnectFactor: 50 } });
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 2);
      const { pid } = agentOf(sshd);
      signalProcess(pid, 'SIGSTOP');
      await recorder.until('stale', () => recorder.links.at(-1)?.kind === 'stale');
      signalProcess(pid, 'SIGCONT');
      await recorder.until('live', () => recorder.links.at(-1)?.kind === 'live');
      expect(lostCount(recorder)).toBe(0);
    });

    test('comes back when sshd was killed and started again', async () => {
      const sshd = await start();
      const { recorder } = await openLink(sshd, {});
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 2);
      await sshd.kill();
      await recorder.until('refused connections', () =>
        recorder.links.some((link) => link.kind === 'lost' && link.reason.includes('refused the connection')),
      );
      await sshd.restart();
      await recorder.until('a second life', () => liveCount(recorder) >= 2);
    });

    test('retry does not wait for the backoff', async () => {
      const sshd = await start();
      await sshd.kill();
      const { recorder, handle } = await openLink(sshd, {
        timings: { backoffFirstMs: 600_000, backoffMaxMs: 600_000 },
        random: () => 1,
      });
      await recorder.until('a long pause', () =>
        recorder.links.some((link) => link.kind === 'lost' && link.attempt >= 2),
      );
      await sshd.restart();
      handle.retryNow();
      await recorder.until('live', () => liveCount(recorder) >= 1);
    });

    test('a pod that runs no shell is told as such and tried again', async () => {
      const sshd = await start({ forceCommand: 'internal-sftp' });
      const { recorder } = await openLink(sshd, {});
      await recorder.until('loss', () => lostCount(recorder) >= 2);
      expect(recorder.links.find(({ kind }) => kind === 'lost')).toMatchObject({
        reason: expect.stringContaining('no POSIX shell'),
      });
    });

    test('a new name is no reason for a new connection', async () => {
      const sshd = await start();
      const { recorder, handle, target } = await openLink(sshd, {});
      await recorder.until('live', () => recorder.framesOf('sample').length >= 1);
      handle.retarget({ ...target, podName: 'renamed' });
      const count = recorder.framesOf('sample').length;
      await recorder.until('more samples', () => recorder.framesOf('sample').length >= count + 3);
      expect(recorder.links.filter(({ kind }) => kind === 'connecting')).toHaveLength(1);
    });

    test('a key that is not let in is refused for good, with advice', async () => {
      const sshd = await start();
      const stranger = join(sshd.directory, 'stranger');
      makeKey(stranger, 'ed25519');
      const { recorder } = await openLink(sshd, { keyPath: stranger });
      await recorder.until('refusal', () => recorder.links.at(-1)?.kind === 'refused');
      expect(recorder.links.at(-1)).toMatchObject({
        reason: expect.stringContaining(stranger),
        hint: expect.stringContaining('--identity'),
      });
    });

    test('a changed host key is refused with both fingerprints; a new generation is accepted and told', async () => {
      const sshd = await start();
      const first = await openLink(sshd, { generation: 'one' });
      const told = (part: string) => () => eventTexts(first.recorder).some((text) => text.includes(part));
      await first.recorder.until('the key remembered', told('accepted at first contact'));
      await sshd.restart({ newHostKey: true });
      await first.recorder.until('refusal', () => first.recorder.links.at(-1)?.kind === 'refused');
      const refusal = first.recorder.links.at(-1);
      expect(refusal?.kind === 'refused' && refusal.reason.match(/SHA256:/g)).toHaveLength(2);
      expect(refusal).toMatchObject({ hint: expect.stringContaining('runpod:pod1') });

      first.handle.retarget({ ...first.target, generation: 'two' });
      await first.recorder.until('live again', () => liveCount(first.recorder) >= 2);
      await first.recorder.until('the new key told', told('made anew'));
    });

    test('a pod that sends without measure is dropped', async () => {
      const sshd = await start();
      mkdirSync(join(sshd.home, 'bin'));
      const flood = '#!/bin/sh\nwhile :; do cat /usr/bin/env; done\n';
      writeFileSync(join(sshd.home, 'bin', 'pod-agent'), flood, { mode: 0o755 });
      const { recorder } = await openLink(sshd, {});
      await recorder.until('loss', () => lostCount(recorder) >= 1);
      expect(recorder.links.find(({ kind }) => kind === 'lost')).toMatchObject({
        reason: expect.stringMatching(/256 kB/),
      });
    });

    test('thirty links come up with never more than eight handshakes at once', async () => {
      const sshd = await start({ shell: 'dash', hasNode: false });
      const links = await makeLinks(sshd, {});
      const recorders = Array.from({ length: 30 }, () => recordLink());
      for (const [at, recorder] of recorders.entries()) {
        links.open(targetOf(sshd, { podId: `pod${at}`, intervalMs: 5000 }), recorder);
      }
      await Promise.all(
        recorders.map((recorder) => recorder.until('live', () => liveCount(recorder) >= 1, 120_000)),
      );
      expect(handshakePeak(sshd)).toBeGreaterThan(1);
      expect(handshakePeak(sshd)).toBeLessThanOrEqual(8);
      await links.close();
    }, 180_000);
  },
);

async function start(options: SshPodOptions = {}): Promise<SshPod> {
  const pod = await startSshPod(options);
  opened.push(() => pod.stop());
  return pod;
}

type OpenOptions = {
  readonly timings?: LinksOptions['timings'];
  readonly random?: () => number;
  readonly keyPath?: string;
  readonly generation?: string;
  readonly program?: BuiltProgram;
};

async function makeLinks(pod: SshPod, options: OpenOptions): Promise<Links> {
  const program = options.program ?? (await buildAgentProgram());
  const links = createLinks({
    identities: await loadIdentities({ files: [options.keyPath ?? pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () =>
      pod.hasNode ? Promise.resolve(program) : Promise.reject(new Error('left out by the test')),
    timings: { tickMs: 50, backoffFirstMs: 50, backoffMaxMs: 300, ...options.timings },
    ...(options.random === undefined ? {} : { random: options.random }),
  });
  opened.push(() => links.close());
  return links;
}

async function openLink(pod: SshPod, options: OpenOptions) {
  const links = await makeLinks(pod, options);
  const recorder = recordLink();
  const target = targetOf(pod, { generation: options.generation ?? null });
  return { links, recorder, target, handle: links.open(target, recorder) };
}

function targetOf(pod: SshPod, changes: Partial<LinkTarget>): LinkTarget {
  return {
    podId: 'pod1',
    podName: 'pod-1',
    generation: null,
    endpoint: { host: '127.0.0.1', port: pod.port, username: pod.username },
    intervalMs: 250,
    ...changes,
  };
}

function expectUsable(sample: SampleFrame | undefined): void {
  expect(sample?.failures.filter(({ collector }) => collector !== 'gpu')).toEqual([]);
  expect(sample?.cpu?.usedPercent).toBeGreaterThanOrEqual(0);
  expect(sample?.memory?.usedBytes).toBeGreaterThan(1_000_000);
  expect(sample?.load?.uptimeSeconds).toBeGreaterThan(0);
}

function liveCount({ links }: LinkRecorder): number {
  return links.filter(({ kind }) => kind === 'live').length;
}

function lostCount({ links }: LinkRecorder): number {
  return links.filter(({ kind }) => kind === 'lost').length;
}

function eventTexts(recorder: LinkRecorder): string[] {
  return recorder.framesOf('event').map(({ text }) => text);
}

function agentOf(pod: SshPod) {
  const agent = pod.sessions().find(({ command }) => /node .*pod-agent-.* stream/.test(command));
  if (agent === undefined) throw new Error('No agent runs in a session.');
  return agent;
}

/** The most connections that were on their way from TCP to authentication at once, by the server's own log. */
function handshakePeak(pod: SshPod): number {
  let current = 0;
  let most = 0;
  for (const line of pod.log().split('\n')) {
    if (line.includes('Connection from')) current++;
    if (line.includes('Accepted publickey')) current--;
    most = Math.max(most, current);
  }
  return most;
}
