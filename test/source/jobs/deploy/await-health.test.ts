/** Waiting for a container's health page, on a real server and a clock that is handed in. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ContainerEngine } from '../../../../source/jobs/container/container-engine.ts';
import { awaitHealth } from '../../../../source/jobs/deploy/try-out/await-health.ts';
import { makeProject } from './make.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Runs for ever. */
const engine = { exitCode: async () => ({ ok: true, value: null }) } as unknown as ContainerEngine;

async function waitFor(statusAt: (second: number) => number) {
  let clockMs = 0;
  const server = createServer((_, response) => {
    response.writeHead(statusAt(clockMs / 1000)).end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const end = await awaitHealth({
    project: makeProject('/app/pod-engine.yaml', {
      try: { isOn: true, timeoutMs: 120_000, stopWithinMs: 1000 },
    }),
    engine,
    container: { containerId: 'c', portOf: { 80: port } },
    doors: {
      fetch,
      nowMs: () => clockMs,
      sleep: async () => {
        clockMs += 1000;
      },
    },
    signal: new AbortController().signal,
  });
  return { end, seconds: clockMs / 1000 };
}

test('a page that is not there for half a minute is not waited for any longer', async () => {
  const { end, seconds } = await waitFor(() => 404);
  expect(end).toMatchObject({
    outcome: 'fail',
    text: 'Port 80 does not answer /health.json with 200 within 30 s: it answers 404.',
  });
  expect(seconds).toBe(30);
});

test('a server that is starting has its whole time', async () => {
  expect(await waitFor((second) => (second < 90 ? 503 : 200))).toMatchObject({
    end: { outcome: 'pass' },
    seconds: 90,
  });
  expect(await waitFor((second) => (second % 20 === 0 ? 404 : second < 100 ? 503 : 200))).toMatchObject({
    end: { outcome: 'pass' },
  });
});
