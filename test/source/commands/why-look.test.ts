/** What is asked for `pods why`, how long, and what is not waited for. */
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { lookForWhy, type WhyOptions } from '../../../source/commands/why-look.ts';
import type { Link } from '../../../source/fleet/link.ts';
import { hangingRung, readinessOf } from '../../../source/life/readiness.ts';
import type { CloudLogEvent } from '../../../source/runpod/log-cloud.ts';
import type { LinkListener } from '../../../source/ssh/telemetry.ts';
import { health } from '../../pod-agent/protocol/frames-of-everything.ts';
import { makePod, nowMs } from '../fleet/make.ts';

const live: Link = { kind: 'live', sinceMs: nowMs, via: 'agent' };
const connecting: Link = { kind: 'connecting', sinceMs: nowMs, attempt: 1 };
const timings = { logWithinMs: 60_000, sampleWithinMs: 60_000, reportWithinMs: 60_000, greetingAfterMs: 5 };
const signal = new AbortController().signal;

/** A log that says nothing until it is given up. */
async function* silentLog(_request: unknown, until: AbortSignal): AsyncGenerator<CloudLogEvent> {
  await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }));
}

async function* emptyLog(): AsyncGenerator<CloudLogEvent> {}

function sshThat(acts: (listener: LinkListener) => void, port = 1): NonNullable<WhyOptions['ssh']> {
  const endpoint = { host: '127.0.0.1', port, username: 'root' };
  return {
    target: { podId: 'p', podName: 'p', generation: null, endpoint, intervalMs: 1000, look: true },
    links: {
      open(_target, listener) {
        queueMicrotask(() => acts(listener));
        return { retryNow() {}, retarget() {}, close() {} };
      },
    },
  };
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

test('a log that hangs is not waited for where the pod runs and has reported', async () => {
  const pod = makePod({});
  const check = { id: 'app', status: 'fail', summary: 'no answer within 5 s', tookMs: 5000 } as const;
  const report = { ...health.report, checks: [{ ...check, value: null, unit: null }] };
  const ssh = sshThat(({ onLink, onFrame }) => {
    onLink(live);
    onFrame({ kind: 'health', sequence: 0, source: 'stream', report });
  });
  const look = await lookForWhy({ ...{ cloud: { podLogs: silentLog }, pod, ssh, signal, timings } });
  expect(look).toMatchObject({ link: live, health: report, systemLog: null, logWhy: null, waitedMs: null });
  const hanging = hangingRung(readinessOf({ pod, ...look, nowMs }));
  expect(hanging).toMatchObject({ id: 'health', state: 'failed', text: 'app: no answer within 5 s' });
});

test('a log that hangs is said where nobody gets in', async () => {
  const lost: Link = { kind: 'lost', sinceMs: nowMs, reason: 'no way.', attempt: 2, retryAtMs: null };
  const ssh = sshThat(({ onLink }) => onLink(lost));
  const quick = { ...timings, logWithinMs: 1000 };
  const options = { cloud: { podLogs: silentLog }, pod: makePod({}), ssh, signal, timings: quick };
  expect(await lookForWhy(options)).toMatchObject({ link: lost, logWhy: 'no answer within 1 s' });
});

test('an agent that hangs is told apart from an sshd that does', async () => {
  const greets = createServer((socket) => {
    socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.2\r\n');
  });
  servers.push(greets);
  await new Promise<void>((resolve) => greets.listen(0, '127.0.0.1', resolve));
  const address = greets.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const pod = makePod({});
  const options = { cloud: { podLogs: emptyLog }, pod, signal };
  const ssh = sshThat(({ onLink }) => onLink(connecting), port);
  const speaking = await lookForWhy({ ...options, ssh, timings: { ...timings, sampleWithinMs: 3000 } });
  expect(hangingRung(readinessOf({ pod, ...speaking, nowMs }))).toMatchObject({
    ...{ id: 'agent', state: 'waits', text: 'no sample within 3 s' },
  });
  const alone = sshThat(({ onLink }) => onLink(connecting));
  const nobody = await lookForWhy({ ...options, ssh: alone, timings: { ...timings, sampleWithinMs: 1000 } });
  expect(hangingRung(readinessOf({ pod, ...nobody, nowMs }))).toMatchObject({
    ...{ id: 'ssh', state: 'waits', text: 'no answer within 1 s' },
  });
});

test('a report that does not come is given up, and the pod is not called ready', async () => {
  const pod = makePod({});
  const quick = { ...timings, reportWithinMs: 1000 };
  const options = { cloud: { podLogs: emptyLog }, pod, signal, timings: quick };
  const look = await lookForWhy({ ...options, ssh: sshThat(({ onLink }) => onLink(live)) });
  expect(hangingRung(readinessOf({ pod, ...look, nowMs }))).toMatchObject({
    ...{ id: 'health', state: 'waits', text: 'no report within 1 s' },
    fix: expect.stringContaining('pod-engine health'),
  });
});

test('a link that comes up when all has been said begins no new wait', async () => {
  let listener: LinkListener | null = null;
  const lost: Link = { kind: 'lost', sinceMs: nowMs, reason: 'no way.', attempt: 2, retryAtMs: null };
  const ssh = sshThat((given) => {
    listener = given;
    given.onLink(lost);
  });
  await lookForWhy({ ...{ cloud: { podLogs: emptyLog }, pod: makePod({}), ssh, signal, timings } });
  const timer = vi.spyOn(globalThis, 'setTimeout');
  (listener as LinkListener | null)?.onLink(live);
  expect(timer).not.toHaveBeenCalled();
  timer.mockRestore();
});
