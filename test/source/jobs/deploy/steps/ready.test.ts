import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readyStep } from '../../../../../source/jobs/deploy/steps/ready.ts';
import { freePort } from '../../../../neighbours/free-port.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../../neighbours/sshd.ts';
import {
  apiFailure,
  at,
  closeAfterwards,
  health,
  image,
  outcomes,
  pulling,
  runStep,
  scriptedPod,
  textOf,
  up,
  type Wishes,
  webServer,
} from '../scripted-pod.ts';

async function ready(wishes: Wishes) {
  const scripted = await scriptedPod(wishes);
  const { end, told } = await runStep(readyStep.run(scripted.context));
  return { ...scripted, end, told };
}

async function sshPod(options: SshPodOptions = {}): Promise<SshPod> {
  const pod = await startSshPod(options);
  closeAfterwards(() => pod.stop());
  return pod;
}

const literalFacts = {
  podId: 'pod1',
  podName: 'app-1',
  previousPodId: null,
  gpuTypeId: null,
  gpuCount: 0,
  costPerHourDollars: 2,
} as const;

const withoutSsh = { ports: [{ port: 80, protocol: 'http' }] } as const;

describe.skipIf(sshdMissing !== null)(`a pod that comes up ${sshdMissing ?? ''}`, () => {
  test('reaches rung after rung, with what is known at each', async () => {
    const sshd = await sshPod();
    const stale = { host: '127.0.0.1', port: await freePort(), username: 'root' };
    let pages = 0;
    const app = await webServer(health());
    const edge = await webServer((request, response) => {
      pages += 1;
      if (pages <= 4) response.writeHead(502).end('<html>502 Bad gateway</html>');
      else health()(request, response);
    });
    const { end, told, elapsedMs } = await ready({
      sshd,
      ...{ proxyPort: edge, appPort: app },
      api: (_seconds, question) => {
        if (question <= 2) return pulling();
        if (question === 3) return up({ ports: [] });
        return up({ ssh: question <= 6 ? stale : at(sshd) });
      },
    });
    expect(end).toMatchObject({ outcome: 'pass', facts: { bootId: 'boot-1' } });
    expect(outcomes(told)).toEqual([
      'ready/placed: pass',
      'ready/pulling: pass',
      'ready/gpu: skipped',
      'ready/starting: pass',
      'ready/http: pass',
      'ready/version: pass',
      'ready/ssh: pass',
    ]);
    expect(textOf(told, 'ready/ssh')).toContain(`:${sshd.port}`);
    expect(textOf(told, 'ready/version')).toBe('Serves 1.4.0.');
    const waitedFor = told.flatMap((event) => (event.kind === 'progress' ? [event.text] : []));
    expect(waitedFor.join('\n')).toContain('does not tell pulling');
    expect(waitedFor.join('\n')).toContain('nothing listens there yet');
    expect(elapsedMs()).toBeLessThan(45_000);
  });

  test('counts cards inside, and ends where one of two is lost', async () => {
    const sshd = await sshPod({ noise: 'export RUNPOD_GPU_COUNT=2' });
    putNvidiaSmi(sshd, 'echo "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)"');
    const port = await webServer(health());
    const pod = { ...literalFacts, how: 'new', gpuCount: 2 } as const;
    const { end, told, elapsedMs } = await ready({
      sshd,
      ...{ proxyPort: port, appPort: port, facts: { pod } },
      api: () => up({ ssh: at(sshd) }),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: 'Only 1 of 2 cards answer.',
      evidence: expect.arrayContaining(['GPU 0: NVIDIA H100 80GB HBM3']),
    });
    expect(outcomes(told)).toContain('ready/gpu: fail');
    expect(elapsedMs()).toBeLessThan(30_000);
  });

  test('with all cards it is told which', async () => {
    const sshd = await sshPod({ noise: 'export RUNPOD_GPU_COUNT=1' });
    putNvidiaSmi(sshd, 'echo "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)"');
    const port = await webServer(health());
    const { end, told } = await ready({
      sshd,
      proxyPort: port,
      appPort: port,
      api: () => up({ ssh: at(sshd) }),
    });
    expect(end.outcome).toBe('pass');
    expect(textOf(told, 'ready/gpu')).toBe('1 of 1 answer: NVIDIA H100 80GB HBM3.');
  });

  test('a shell that runs no script, or no way in at all, leaves the cards uncounted', async () => {
    const sshd = await sshPod({
      // It says which pod it is, as far as it is asked for that, and knows nothing else.
      forceCommand: `/bin/sh -c 'sed -n "s/^printf .*@%s pod %s.n. \\([0-9a-f]*\\) .*/@\\1 pod /p"'`,
    });
    const port = await webServer(health());
    const pod = { ...literalFacts, how: 'new', gpuCount: 1 } as const;
    const wishes = { proxyPort: port, appPort: port, facts: { pod } };
    const mute = await ready({ sshd, ...wishes, api: () => up({ ssh: at(sshd) }) });
    expect(textOf(mute.told, 'ready/ssh')).toContain('Let in as');
    expect(textOf(mute.told, 'ready/gpu')).toContain('Nobody can count the cards');
    expect(mute.end.outcome).toBe('warn');
    const none = await ready({ ...wishes, project: withoutSsh, api: () => up() });
    expect(textOf(none.told, 'ready/gpu')).toContain('Nobody can count the cards');
  });

  test('a driver that does not work is no card', async () => {
    const sshd = await sshPod({ noise: 'export RUNPOD_GPU_COUNT=1' });
    putNvidiaSmi(sshd, 'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18');
    const port = await webServer(health());
    const { end } = await ready({ sshd, proxyPort: port, appPort: port, api: () => up({ ssh: at(sshd) }) });
    expect(end).toMatchObject({
      outcome: 'fail',
      evidence: expect.arrayContaining([expect.stringContaining('version mismatch')]),
    });
  });

  test('a key that is not let in is a warning, after a while', async () => {
    const sshd = await sshPod();
    const other = await sshPod();
    const port = await webServer(health());
    const { end, told } = await ready({
      sshd: other,
      haste: 5,
      ...{ proxyPort: port, appPort: port },
      api: () => up({ ssh: at(sshd) }),
    });
    expect(end.outcome).toBe('warn');
    expect(textOf(told, 'ready/ssh')).toContain('let no key in');
  });

  test('what is served inside alone is a warning that names the proxy', async () => {
    const sshd = await sshPod();
    const app = await webServer(health());
    const edge = await webServer((_request, response) => response.writeHead(502).end());
    const { told, elapsedMs } = await ready({
      sshd,
      haste: 10,
      proxyPort: edge,
      appPort: app,
      api: () => up({ ssh: at(sshd) }),
    });
    expect(outcomes(told)).toContain('ready/http: warn');
    expect(textOf(told, 'ready/http')).toContain('nothing in the pod answers the proxy');
    expect(elapsedMs()).toBeGreaterThan(55_000);
  });
});

describe('a pod that will never be ready', () => {
  test('an image that cannot be pulled ends it at once, quoted', async () => {
    const said = 'Exited by Runpod: Wed Nov 25 2026 19:00:00 GMT+0000';
    const { end, told, elapsedMs } = await ready({
      proxyPort: await freePort(),
      api: (seconds) =>
        seconds < 6
          ? pulling()
          : up({ state: { kind: 'stopped', by: 'runpod' }, lastStatusChange: said, ports: [] }),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining(said),
      fix: expect.stringContaining('cannot be pulled'),
    });
    expect(outcomes(told)).toEqual(['ready/placed: pass', 'ready/pulling: fail']);
    expect(elapsedMs()).toBeLessThan(15_000);
  });

  test.each<[string, Parameters<typeof up>[0], RegExp]>([
    [
      'outbid',
      { state: { kind: 'stopped', by: 'outbid' }, lastStatusChange: 'Outbid: now' },
      /outbid: "Outbid: now"/,
    ],
    ['stopped by somebody', { state: { kind: 'stopped', by: 'user' } }, /was stopped/],
    [
      'out of money',
      {
        state: { kind: 'stopped', by: 'runpod' },
        lastStatusChange: 'Exited by RunPod: Insufficient balance',
      },
      /Insufficient balance/,
    ],
    ['terminated', { state: { kind: 'terminated' } }, /gone/],
  ])('%s', async (_name, changes, text) => {
    const { end, elapsedMs } = await ready({ proxyPort: await freePort(), api: () => up(changes) });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringMatching(text) });
    expect(elapsedMs()).toBe(0);
  });

  test('a pod that RunPod no longer knows is gone, but a new one may not be listed yet', async () => {
    const { end } = await ready({
      proxyPort: await freePort(),
      api: (_seconds, question) => (question === 1 ? pulling() : apiFailure('not-found')),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('knows no pod pod1 any more'),
    });
    const port = await webServer(health());
    const late = await ready({
      ...{ proxyPort: port, project: withoutSsh },
      api: (_seconds, question) => (question <= 3 ? apiFailure('not-found') : up()),
    });
    expect(late.end.outcome).toBe('warn');
  });

  test('a container that has ended and does not come back ends it, where the pod is new', async () => {
    const away = { proxyPort: await freePort(), project: withoutSsh } as const;
    const api = (seconds: number) => (seconds < 10 ? up() : pulling());
    const { end, elapsedMs } = await ready({ ...away, api });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringMatching(
        /^The pod's container has ended: of \d+ looks since it was there first, \d+ found none\.$/,
      ),
    });
    expect(elapsedMs()).toBeGreaterThanOrEqual(30_000);
    expect(elapsedMs()).toBeLessThan(45_000);
    // A pod that is changed pulls its new image meanwhile.
    const pod = { ...literalFacts, how: 'in-place' } as const;
    const changed = await ready({
      ...away,
      api,
      facts: { pod },
      project: { ...withoutSsh, ready: { timeoutMs: 90_000 } },
    });
    expect(changed.end).toMatchObject({ text: expect.stringContaining('Not ready within 90 s') });
  });

  test('a container that starts over and over ends it', async () => {
    const { end, told, elapsedMs } = await ready({
      proxyPort: await freePort(),
      api: (_seconds, question) =>
        up({ generation: `start-${Math.floor(question / 3)}`, lastStatusChange: 'Rented by User: now' }),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('3 times'),
      evidence: expect.arrayContaining(['RunPod: Rented by User: now']),
    });
    expect(told).toContainEqual({
      kind: 'output',
      level: 'warn',
      text: 'The container has started anew, 2 times by now.',
    });
    expect(elapsedMs()).toBeLessThan(45_000);
  });

  test('one null between two readings is no restart', async () => {
    const port = await webServer(health(() => ({ version: '1.3.0' })));
    const { end } = await ready({
      ...{ proxyPort: port, project: { ...withoutSsh, ready: { timeoutMs: 60_000 } } },
      api: (_seconds, question) => (question % 2 === 0 ? pulling() : up()),
    });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('still serves 1.3.0') });
  });

  test('another version in a new pod ends it: nothing can change that any more', async () => {
    const port = await webServer(health(() => ({ version: '1.3.0' })));
    const { end, told, elapsedMs } = await ready({
      ...{ proxyPort: port, project: { ...withoutSsh, ready: { timeoutMs: 120_000 } } },
      api: () => up(),
    });
    expect(end).toMatchObject({ outcome: 'fail', text: 'The new pod still serves 1.3.0, not 1.4.0.' });
    expect(outcomes(told)).toContain('ready/version: fail');
    expect(elapsedMs()).toBeGreaterThanOrEqual(20_000);
    expect(elapsedMs()).toBeLessThan(30_000);
  });

  test('changed in place, an old version that goes on being served is the reason', async () => {
    const port = await webServer(health(() => ({ version: '1.3.0' })));
    const pod = { ...literalFacts, how: 'in-place' } as const;
    const { end, elapsedMs } = await ready({
      ...{ proxyPort: port, project: { ...withoutSsh, ready: { timeoutMs: 120_000 } }, facts: { pod } },
      api: () => up(),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: 'Not ready within 120 s: still serves 1.3.0, not 1.4.0.',
    });
    expect(elapsedMs()).toBeGreaterThanOrEqual(120_000);
  });

  test('what the agent says of a failed start is quoted', async () => {
    const phases = [
      { id: 'nginx', outcome: 'failed', tookMs: 1, found: ['port 80 is taken'], fix: 'Free it.' },
    ];
    const port = await webServer(
      health(() => ({
        httpStatus: 503,
        status: 'fail',
        live: true,
        summary: 'no nginx',
        start: { state: 'failed', tookMs: 1, phases },
      })),
    );
    const { end } = await ready({ proxyPort: port, project: withoutSsh, api: () => up() });
    expect(end).toMatchObject({
      outcome: 'fail',
      evidence: expect.arrayContaining(['start, nginx: port 80 is taken Free it.']),
    });
  });

  test('an image without sshd, with 22/tcp declared, is a warning once HTTP has been served for a while', async () => {
    const port = await webServer(health());
    const ssh = { host: '127.0.0.1', port: await freePort(), username: 'root' };
    const { end, elapsedMs } = await ready({ proxyPort: port, appPort: port, api: () => up({ ssh }) });
    expect(end).toMatchObject({
      outcome: 'warn',
      text: expect.stringMatching(/though 22\/tcp is published: .*nothing listens there yet.*openssh-server/),
    });
    expect(elapsedMs()).toBeLessThan(90_000);
  });
});

describe('what cannot be told', () => {
  test('a silent API alone is inconclusive, at the end of the time', async () => {
    const { end, told, elapsedMs } = await ready({
      proxyPort: await freePort(),
      api: () => apiFailure('timeout'),
    });
    expect(end).toMatchObject({
      outcome: 'inconclusive',
      fix: 'Mend timeout.',
      text: expect.stringContaining("RunPod's API has given no answer"),
    });
    expect(outcomes(told)).toEqual(['ready/placed: inconclusive']);
    expect(elapsedMs()).toBeGreaterThanOrEqual(600_000);
  });

  test('a silent API and a pod that answers by itself is ready, with a warning', async () => {
    const port = await webServer(health());
    const { end, told } = await ready({
      proxyPort: port,
      project: withoutSsh,
      api: () => apiFailure('network'),
    });
    expect(end).toMatchObject({ outcome: 'warn', text: expect.stringContaining('RunPod said network.') });
    expect(outcomes(told)).toHaveLength(7);
  });

  test('a silent API and an old version is a failure: the pod shows it itself', async () => {
    const port = await webServer(health(() => ({ version: '1.3.0' })));
    const { end } = await ready({ proxyPort: port, project: withoutSsh, api: () => apiFailure('server') });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('still serves 1.3.0') });
  });

  test('an application that tells no version is checked by the image that RunPod names', async () => {
    const port = await webServer((_request, response) => response.end('fine'));
    const good = await ready({ proxyPort: port, project: withoutSsh, api: () => up() });
    expect(good.end.outcome).toBe('warn');
    expect(textOf(good.told, 'ready/version')).toContain(
      `cannot be proved; RunPod names the deployed image: ${image}`,
    );
    const bad = await ready({
      proxyPort: port,
      project: withoutSsh,
      api: () => up({ image: 'registry.example/acme/app:1.3.0' }),
    });
    expect(bad.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('RunPod names another image'),
    });
  });

  test('changed in place, an untold version is not believed before the container was renewed', async () => {
    const port = await webServer((_request, response) => response.end('fine'));
    const pod = { ...literalFacts, how: 'in-place' } as const;
    const { end, elapsedMs } = await ready({
      ...{ proxyPort: port, project: withoutSsh, facts: { pod } },
      api: (seconds) => up({ generation: seconds < 10 ? 'old' : 'new' }),
    });
    expect(end.outcome).toBe('warn');
    expect(elapsedMs()).toBe(10_000);
  });

  test('without 22/tcp among the ports SSH is a warning, and no wait', async () => {
    const port = await webServer(health());
    const { end, told, elapsedMs } = await ready({ proxyPort: port, project: withoutSsh, api: () => up() });
    expect(end.outcome).toBe('warn');
    expect(textOf(told, 'ready/ssh')).toContain('22/tcp is not among');
    expect(elapsedMs()).toBe(0);
  });

  test('somebody else at the SSH port is named', async () => {
    const other = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    closeAfterwards(() => other.close());
    const address = other.address();
    const ssh = {
      host: '127.0.0.1',
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      username: 'root',
    };
    const { end } = await ready({
      ...{ proxyPort: await freePort(), project: { ready: { timeoutMs: 20_000 } } },
      api: () => up({ ssh }),
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      evidence: expect.arrayContaining([expect.stringContaining('220 mail.example')]),
    });
  });
});

test('a stop ends it at once', async () => {
  const abort = new AbortController();
  const { context } = await scriptedPod({
    proxyPort: await freePort(),
    context: { signal: abort.signal },
    api: (_seconds, question) => {
      if (question === 3) abort.abort();
      return pulling();
    },
  });
  const { end } = await runStep(readyStep.run(context));
  expect(end).toMatchObject({ outcome: 'inconclusive', evidence: [] });
});

function putNvidiaSmi({ home }: SshPod, line: string): void {
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin', 'nvidia-smi'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}
