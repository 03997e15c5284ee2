import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { verifyStep } from '../../../../../source/jobs/deploy/steps/verify.ts';
import type { Project } from '../../../../../source/jobs/project/project.ts';
import { freePort } from '../../../../neighbours/free-port.ts';
import { nginxMissing, startNginx } from '../../../../neighbours/nginx.ts';
import { type SshPod, startSshPod } from '../../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../../neighbours/sshd.ts';
import {
  apiFailure,
  at,
  closeAfterwards,
  health,
  outcomes,
  outputs,
  runStep,
  scriptedPod,
  textOf,
  up,
  type Wishes,
  webServer,
} from '../scripted-pod.ts';

async function verify(wishes: Wishes) {
  const scripted = await scriptedPod(wishes);
  const { end, told } = await runStep(verifyStep.run(scripted.context));
  return { ...scripted, end, told };
}

async function sshPod(onlyTools?: readonly string[]): Promise<SshPod> {
  const pod = await startSshPod(onlyTools === undefined ? {} : { onlyTools });
  closeAfterwards(() => pod.stop());
  return pod;
}

const usual: Project['verify'] = { times: 3, everyMs: 2000, timeoutMs: 30_000, soakMs: 0, benchmark: null };
const byHttp = (
  more: Partial<Project['verify']> = {},
  health_: Partial<Project['health']> = {},
  port = 80,
) => ({
  ports: [{ port, protocol: 'http' } as const],
  verify: { ...usual, ...more },
  health: { port, path: '/health.json', paths: [], headers: {}, ...health_ },
});

describe.skipIf(sshdMissing !== null)(`by both ways ${sshdMissing ?? ''}`, () => {
  test('three times in a row from one container is the proof', async () => {
    const sshd = await sshPod();
    const port = await webServer(health());
    const { end, told, elapsedMs } = await verify({
      sshd,
      ...{ proxyPort: port, appPort: port, facts: { ready: { tookMs: 1, bootId: 'boot-1' } } },
      api: () => up({ ssh: at(sshd) }),
    });
    expect(end).toEqual({
      outcome: 'pass',
      text: 'Proved: 1.4.0 answers by the proxy and over SSH, 3 times in a row.',
      facts: { by: ['proxy', 'ssh'], url: `http://127.0.0.1:${port}`, bootId: 'boot-1' },
    });
    expect(outputs(told)[0]).toMatch(
      /^1 of 3: by the proxy: HTTP 200 in \d+ ms, 1\.4\.0, health ok; over SSH: HTTP 200/,
    );
    expect(elapsedMs()).toBe(4000);
  });

  test.each([['bash'], ['wget']])('a pod without curl is asked by its %s', async (tool) => {
    const sshd = await sshPod(['sh', 'tr', 'sed', 'cut', 'cat', 'head', 'printf', tool]);
    const app = await webServer(health());
    const { end } = await verify({
      sshd,
      proxyPort: await freePort(),
      appPort: app,
      api: () => up({ ssh: at(sshd) }),
    });
    expect(end).toMatchObject({ outcome: 'warn', facts: { by: ['ssh'], url: null } });
  });

  test('a proxy that does not lead there is a warning, which names it', async () => {
    const sshd = await sshPod();
    const app = await webServer(health());
    const edge = await webServer((_request, response) => response.writeHead(530).end('error code: 1033'));
    const { end } = await verify({ sshd, proxyPort: edge, appPort: app, api: () => up({ ssh: at(sshd) }) });
    expect(end).toMatchObject({
      outcome: 'warn',
      facts: { by: ['ssh'], url: null },
      text: expect.stringMatching(
        /It does not answer by the proxy: HTTP 530 in \d+ ms: Cloudflare and RunPod do not reach/,
      ),
    });
  });

  test('an old version by one of the ways is no proof', async () => {
    const sshd = await sshPod();
    const app = await webServer(health());
    const edge = await webServer(health(() => ({ version: '1.3.0' })));
    const { end } = await verify({ sshd, proxyPort: edge, appPort: app, api: () => up({ ssh: at(sshd) }) });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('it serves 1.3.0, not 1.4.0'),
    });
  });

  test('bad health fails it, with what the page says', async () => {
    const sshd = await sshPod();
    const checks = [{ id: 'disk', status: 'fail', summary: 'The disk is full.' }];
    const port = await webServer(
      health(() => ({ httpStatus: 503, status: 'fail', summary: 'no room', checks })),
    );
    const { end } = await verify({ sshd, proxyPort: port, appPort: port, api: () => up({ ssh: at(sshd) }) });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('health fail: no room'),
      evidence: expect.arrayContaining(['check disk: The disk is full.']),
    });
  });

  test('too few cards, as the page says, fail it', async () => {
    const port = await webServer(health(() => ({ gpu: { count: 1, expected: 2 } })));
    const { end } = await verify({ proxyPort: port, project: byHttp(), api: () => up() });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('1 of 2 cards answer') });
  });
});

describe.skipIf(nginxMissing !== null)(`behind a real nginx ${nginxMissing ?? ''}`, () => {
  test('an agent that has gone is told from one that is well', async () => {
    const agent = createServer(health());
    const fallback = JSON.stringify({ schema: 1, status: 'unknown', live: false, version: '1.4.0' });
    const nginx = await startNginx({ site: { 'index.html': 'site' }, fallbackHealth: fallback });
    closeAfterwards(() => nginx.stop());
    agent.listen(nginx.plan.agentPort, '127.0.0.1');
    await once(agent, 'listening');
    closeAfterwards(() => agent.close());
    const wishes = {
      proxyPort: nginx.port,
      project: byHttp({}, { paths: ['/', '/deep/route'], headers: { 'x-content-type-options': 'nosniff' } }),
      api: () => up(),
    };
    const well = await verify(wishes);
    expect(well.end).toMatchObject({ outcome: 'pass', facts: { by: ['proxy'] } });
    agent.closeAllConnections();
    agent.close();
    await once(agent, 'close');
    const ill = await verify(wishes);
    expect(ill.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('the agent in the pod does not answer'),
    });
  });
});

describe('what ends it', () => {
  test('both ways away, while the API answers, is a failure', async () => {
    const { end, elapsedMs } = await verify({ proxyPort: await freePort(), api: () => up() });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('Not 3 times in a row well within 10 s'),
    });
    expect(elapsedMs()).toBeGreaterThanOrEqual(10_000);
  });

  test('both ways away and a silent API are inconclusive', async () => {
    const { end } = await verify({ proxyPort: await freePort(), api: () => apiFailure('network') });
    expect(end).toMatchObject({
      outcome: 'inconclusive',
      text: expect.stringContaining('Nobody can tell'),
      fix: 'Mend network.',
    });
  });

  test('a silent API is a warning where the pod answers', async () => {
    const port = await webServer(health());
    const { end } = await verify({ proxyPort: port, project: byHttp(), api: () => apiFailure('server') });
    expect(end).toMatchObject({ outcome: 'warn', text: expect.stringContaining('RunPod said server.') });
  });

  test('a pod that ends is no longer asked', async () => {
    const { end, elapsedMs } = await verify({
      proxyPort: await freePort(),
      api: () => up({ state: { kind: 'stopped', by: 'runpod' }, lastStatusChange: 'Exited by Runpod: now' }),
    });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('Exited by Runpod: now') });
    expect(elapsedMs()).toBe(0);
  });

  test('a container that starts anew is counted anew, and said', async () => {
    let asked = 0;
    const port = await webServer((request, response) => {
      asked += 1;
      health(() => ({ bootId: asked <= 2 ? 'boot-1' : 'boot-2' }))(request, response);
    });
    const { end, told } = await verify({
      ...{ proxyPort: port, project: byHttp(), facts: { ready: { tookMs: 1, bootId: 'boot-1' } } },
      api: () => up(),
    });
    expect(end).toMatchObject({ outcome: 'pass', facts: { bootId: 'boot-2' } });
    expect(asked).toBe(5);
    expect(outputs(told)).toContain(
      'The container has started anew: its boot id was boot-1, and is boot-2. It is counted anew.',
    );
  });

  test('one that starts over and over fails', async () => {
    let asked = 0;
    const port = await webServer((request, response) => {
      asked += 1;
      health(() => ({ bootId: `boot-${asked}` }))(request, response);
    });
    const { end } = await verify({ proxyPort: port, project: byHttp(), api: () => up() });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('over and over') });
  });

  test('a page that leads elsewhere is not there; a header that is missing is named', async () => {
    const port = await webServer((request, response) => {
      if (request.url === '/app') response.writeHead(302, { location: '/login' }).end();
      else health()(request, response);
    });
    const page = await verify({ proxyPort: port, project: byHttp({}, { paths: ['/app'] }), api: () => up() });
    expect(page.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringMatching(/\/app: HTTP 302 in \d+ ms: it leads to \/login/),
    });
    expect(outcomes(page.told)).toEqual(['verify/proof: pass', 'verify/pages: fail']);
    const header = await verify({
      proxyPort: port,
      project: byHttp({}, { headers: { 'x-frame-options': null } }),
      api: () => up(),
    });
    expect(header.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('the header x-frame-options is missing'),
    });
  });

  test('an edge that takes the console for a robot has not said anything of the pod', async () => {
    const port = await webServer((_request, response) => response.writeHead(403).end('error code: 1010'));
    const { end } = await verify({ proxyPort: port, project: byHttp(), api: () => apiFailure('blocked') });
    expect(end).toMatchObject({
      outcome: 'inconclusive',
      text: expect.stringContaining('Cloudflare refuses this client (error 1010)'),
    });
  });
});

describe('the soak', () => {
  test('goes on asking, and passes', async () => {
    let asked = 0;
    const port = await webServer((request, response) => {
      asked += 1;
      health()(request, response);
    });
    const { end, told, elapsedMs } = await verify({
      proxyPort: port,
      project: byHttp({ soakMs: 20_000 }),
      api: () => up(),
    });
    expect(end.outcome).toBe('pass');
    expect(asked).toBe(13);
    expect(elapsedMs()).toBe(24_000);
    expect(told).toContainEqual({
      kind: 'progress',
      fraction: 0.5,
      text: 'soaking: 10 of 20 s, 5 times well',
    });
    expect(outcomes(told)).toEqual(['verify/proof: pass', 'verify/pages: pass', 'verify/soak: pass']);
  });

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['one failing answer', { httpStatus: 500, status: 'fail' }, /In the soak it was not well/],
    ['a container that starts anew', { bootId: 'boot-2' }, /In the soak: The container has started anew/],
  ])('%s ends it', async (_name, changes, text) => {
    let asked = 0;
    const port = await webServer((request, response) => {
      asked += 1;
      health(() => (asked === 6 ? changes : {}))(request, response);
    });
    const { end, told } = await verify({
      proxyPort: port,
      project: byHttp({ soakMs: 60_000 }),
      api: () => up(),
    });
    expect(end).toMatchObject({ outcome: 'fail', text: expect.stringMatching(text) });
    expect(textOf(told, 'verify/soak')).toMatch(text);
    expect(asked).toBe(6);
  });
});

describe('the benchmark gate', () => {
  test.each([
    ['pass', 'pass'],
    ['inconclusive', 'warn'],
    ['fail', 'fail'],
  ] as const)('%s makes it %s', async (verdict, outcome) => {
    const port = await webServer(health());
    const asked: unknown[] = [];
    const { end, told } = await verify({
      ...{ proxyPort: port, project: byHttp({ benchmark: { isQuick: true, baseline: 'good' } }) },
      doors: {
        async *benchmark(pod, { isQuick, baseline }) {
          asked.push([pod.id, isQuick, baseline]);
          yield { kind: 'step-began', step: 'cpu', title: 'CPU' };
          yield { kind: 'step-ended', step: 'cpu', outcome: 'pass', text: 'fast', tookMs: 5 };
          return { verdict, text: 'p95 30% slower' };
        },
      },
      api: () => up(),
    });
    expect(end.outcome).toBe(outcome);
    expect(asked).toEqual([['pod1', true, 'good']]);
    expect(outcomes(told)).toContain('verify/benchmark/cpu: pass');
    expect(outcomes(told)).toContain(`verify/benchmark: ${outcome}`);
    if (verdict !== 'pass') expect(end.text).toContain('p95 30% slower');
  });
});
