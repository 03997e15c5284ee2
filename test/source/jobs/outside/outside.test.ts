import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Diagnosis, Finding } from '../../../../pod-agent/protocol/finding.ts';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../../../../source/fleet/pod.ts';
import {
  diagnoseFromOutside,
  type OutsideOptions,
} from '../../../../source/jobs/outside/diagnose-outside.ts';
import { outsideChecks } from '../../../../source/jobs/outside/index.ts';
import type { CloudFailure, CloudResult } from '../../../../source/runpod/cloud.ts';
import type { SshFailure } from '../../../../source/ssh/failure.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { sshdMissing, startSshd } from '../../../neighbours/sshd.ts';
import { literalPod } from '../literal-pod.ts';

const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(sshdMissing !== null)(`a pod from outside${sshdMissing ?? ''}`, () => {
  test('all is well where the API, sshd and the proxy answer', async () => {
    const pod = await reachable();
    const { diagnosis, events } = await look({ pod, page: 200 });
    expect(diagnosis).toMatchObject({ via: 'outside', status: 'ok' });
    expect(titles(diagnosis)).toContain('sshd answers');
    expect(events.filter(({ kind }) => kind === 'step-began')).toHaveLength(outsideChecks.length);
    expect(events.filter(({ kind }) => kind === 'step-ended')).toHaveLength(outsideChecks.length);
    expect(events.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'pass', exitCode: 0 });
  });

  test('keys that are not let in are told with their fix', async () => {
    const sshFailure: SshFailure = {
      kind: 'authentication',
      message: 'no key',
      hint: 'Add your public key.',
      retriable: false,
    };
    const { diagnosis } = await look({ pod: await reachable(), page: 200, sshFailure });
    expect(diagnosis.findings[0]).toMatchObject({
      id: 'ssh-authentication',
      status: 'fail',
      fix: { text: 'Add your public key.', command: null },
    });
  });
});

describe('a pod that cannot be reached', () => {
  test.each<[string, Partial<Pod>, string, RegExp]>([
    [
      'stopped by its user',
      { state: { kind: 'stopped', by: 'user' }, lastStatusChange: 'Exited by user: now' },
      'pod-stopped',
      /^Start it: pod-engine pods start pod1$/,
    ],
    [
      'out of money',
      {
        state: { kind: 'stopped', by: 'runpod' },
        lastStatusChange: 'Exited by Runpod: Insufficient balance',
      },
      'pod-stopped',
      /Add funds/,
    ],
    [
      'outbid',
      { state: { kind: 'stopped', by: 'outbid' } },
      'pod-outbid',
      /higher bid \(pod-engine pods start pod1\)/,
    ],
    ['terminated', { state: { kind: 'terminated' } }, 'pod-gone', /Rent another/],
    [
      'initialising for long',
      { state: { kind: 'initialising' }, startedAtMs: Date.now() - 3_600_000, ports: [] },
      'pod-initialising',
      /registry credentials/,
    ],
  ])('%s: that is named first, and what it causes beneath it', async (_name, changes, id, advice) => {
    const ssh = { host: '127.0.0.1', port: await freePort(), username: 'root' };
    const { diagnosis } = await look({ pod: literalPod({ ssh, ...changes }) });
    expect(diagnosis.findings[0]).toMatchObject({ id, status: 'fail', causedBy: null });
    expect(diagnosis.findings[0]?.fix?.text).toMatch(advice);
    expect(diagnosis.findings[1]).toMatchObject({ id: 'ssh-refused', causedBy: id });
  });

  test.each<[string, Partial<Pod>, string]>([
    ['no port published', { ports: [] }, 'ports-not-published'],
    ['22/tcp not exposed', { ports: literalPod().ports.slice(1) }, 'ports-no-ssh'],
    [
      'no public address',
      { ports: literalPod().ports.map((port) => ({ ...port, public: false })) },
      'ports-no-public-address',
    ],
  ])('%s is a finding', async (_name, changes, id) => {
    const { diagnosis } = await look({
      pod: literalPod({ ssh: null, startedAtMs: 1, ...changes }),
      page: 200,
    });
    expect(diagnosis.findings[0]).toMatchObject({ id, status: 'fail' });
  });

  test('a port at which nobody speaks, one that hangs up, and one that speaks otherwise are told apart', async () => {
    const talkers: [string, Server][] = [
      ['ssh-silent', createServer(() => {})],
      ['ssh-closed', createServer((socket) => socket.destroy())],
      ['ssh-not-ssh', createServer((socket) => socket.end('\u001b]0;owned\u0007220 mail.example ESMTP\r\n'))],
    ];
    for (const [id, server] of talkers) {
      const ssh = { host: '127.0.0.1', port: await listening(server), username: 'root' };
      const { diagnosis } = await look({
        pod: literalPod({ ssh }),
        page: 200,
        timeoutMs: id === 'ssh-silent' ? 1500 : 20_000,
      });
      expect(diagnosis.findings[0], id).toMatchObject({ id, status: 'fail' });
      expect(JSON.stringify(diagnosis)).not.toContain('owned');
    }
  });

  test.each<[number, string, RegExp]>([
    [404, 'warn', /exposed HTTP ports/],
    [502, 'fail', /0\.0\.0\.0/],
    [503, 'fail', /log/],
    [524, 'fail', /background/],
    [500, 'fail', /log/],
    [521, 'fail', /status page/],
  ])('HTTP %d of the proxy is told with what it means', async (page, status, advice) => {
    const { diagnosis } = await look({ pod: literalPod({ ssh: null }), page });
    const finding = found(diagnosis, `proxy-${page}:8888`);
    expect(finding).toMatchObject({ status });
    expect(finding?.fix?.text).toMatch(advice);
  });

  test('a 502 in the first minute is no alarm yet', async () => {
    const { diagnosis } = await look({ pod: literalPod({ ssh: null, startedAtMs: Date.now() }), page: 502 });
    expect(found(diagnosis, 'proxy-502:8888')).toMatchObject({ status: 'warn' });
  });

  test('a proxy that takes the request and says nothing', async () => {
    const { diagnosis } = await look({ pod: literalPod({ ssh: null }), page: 'silent', timeoutMs: 400 });
    expect(found(diagnosis, 'proxy-timeout:8888')).toMatchObject({ status: 'fail' });
  });

  test('no encrypted connection with the proxy', async () => {
    const { diagnosis } = await look({ pod: literalPod({ ssh: null }), page: 200, scheme: 'https' });
    expect(found(diagnosis, 'proxy-tls:8888')).toMatchObject({ status: 'unknown' });
  });

  test('an API that does not answer is not a pod that is down', async () => {
    const failure = failed('network');
    const pod = literalPod({ ssh: { host: '192.0.2.1', port: 22, username: 'root' } });
    const { diagnosis, events } = await look({ pod, api: failure, page: 'silent', timeoutMs: 400 });
    expect(diagnosis.status).toBe('unknown');
    expect(titles(diagnosis)).toContain(
      'The RunPod API does not answer either: nothing can be said of the pod from here',
    );
    expect(diagnosis.findings.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });

  test('a pod that the API does not know is gone', async () => {
    const { diagnosis } = await look({ pod: literalPod({ ssh: null }), api: failed('not-found'), page: 404 });
    expect(diagnosis.findings[0]).toMatchObject({ id: 'pod-gone', status: 'fail' });
  });

  test('a host given by hand has only its SSH port to look at', async () => {
    const ssh = { host: '127.0.0.1', port: await freePort(), username: 'root' };
    const { diagnosis } = await look({ pod: literalPod({ id: 'ssh:box', provider: 'ssh', ports: [], ssh }) });
    expect(diagnosis.findings[0]).toMatchObject({ id: 'ssh-refused' });
    expect(diagnosis.findings[0]?.causes[0]).toBe('The machine is stopped, or its sshd does not run.');
    expect(diagnosis.checks.filter(({ status }) => status === 'skip').map(({ checkId }) => checkId)).toEqual([
      'pod-state',
      'ports',
      'proxy',
      'own-network',
    ]);
  });

  test('stopping ends it with that verdict', async () => {
    const events = await all({
      pod: literalPod(),
      cloud: null,
      sshFailure: null,
      signal: AbortSignal.abort(),
    });
    expect(events.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'stopped' });
    expect(events.some(({ kind }) => kind === 'diagnosis')).toBe(false);
  });
});

async function reachable(): Promise<Pod> {
  const sshd = await startSshd();
  opened.push(() => sshd.stop());
  return literalPod({ ssh: { host: '127.0.0.1', port: sshd.port, username: 'root' } });
}

type Look = {
  readonly pod: Pod;
  readonly api?: CloudFailure;
  readonly page?: number | 'silent';
  readonly scheme?: string;
  readonly sshFailure?: SshFailure;
  readonly timeoutMs?: number;
};

async function look({ pod, api, page, scheme = 'http', sshFailure, timeoutMs = 20_000 }: Look) {
  const port = page === undefined ? 1 : await webServer(page);
  const answer: CloudResult<Pod> = api ?? { ok: true, value: pod };
  const events = await all({
    pod,
    cloud: { getPod: () => Promise.resolve(answer) },
    sshFailure: sshFailure ?? null,
    signal: new AbortController().signal,
    proxyUrlOf: () => `${scheme}://127.0.0.1:${port}`,
    timeoutMs,
  });
  const whole = events.find((event) => event.kind === 'diagnosis');
  if (whole?.kind !== 'diagnosis') throw new Error('There is no diagnosis.');
  return { diagnosis: whole.diagnosis, events };
}

async function all(options: OutsideOptions): Promise<JobEventBody[]> {
  const events: JobEventBody[] = [];
  for await (const event of diagnoseFromOutside(options)) events.push(event);
  return events;
}

function failed(code: CloudFailure['code']): CloudFailure {
  return {
    ok: false,
    code,
    message: 'api.example gave no answer.',
    hint: 'Check the network.',
    retryAfterMs: null,
  };
}

function titles({ findings }: Diagnosis): readonly string[] {
  return findings.map(({ title }) => title);
}

function found({ findings }: Diagnosis, id: string): Finding | undefined {
  return findings.find((finding) => finding.id === id);
}

function webServer(page: number | 'silent'): Promise<number> {
  const server = createWebServer((_request, response) => {
    if (page !== 'silent') response.writeHead(page).end('a page');
  });
  opened.push(() => server.closeAllConnections());
  return listening(server);
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  opened.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
