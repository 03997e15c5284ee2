import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import {
  wayFromOutside,
  withOutside,
  withoutOutside,
} from '../../../../source/jobs/benchmarks/from-outside.ts';
import { makePod } from '../../fleet/make.ts';
import { makeReport } from '../make.ts';

const http = { privatePort: 80, publicPort: 60_080, ip: '10.0.0.1', public: false, type: 'http' } as const;
const never = new AbortController().signal;

test('the way leads through the proxy to the first HTTP port; without one it is said why', () => {
  const tcp = { ...http, privatePort: 22, type: 'tcp' } as const;
  expect(wayFromOutside(makePod({ ports: [tcp, http] }))).toEqual({
    ok: true,
    url: 'https://pod1-80.proxy.runpod.net/health.json',
  });
  expect(wayFromOutside(makePod({ ports: [tcp] }))).toMatchObject({ ok: false });
  expect(wayFromOutside(makePod({ provider: 'ssh', ports: [http] }))).toMatchObject({ ok: false });
});

test('the breakdown is one more test of the report, and is not compared', async () => {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health.json`;
  const report = makeReport([1, 2, 3]);
  const whole = await withOutside(report, url, never);
  server.close();
  expect(whole.tests.at(-1)).toMatchObject({ testId: 'outside-breakdown', status: 'done' });
  expect(whole.tests.at(-1)?.figures.map(({ name }) => name)).toContain('connect');
  expect(withoutOutside(whole).tests).toEqual(report.tests);
  const gone = await withOutside(report, url, never);
  expect(gone.tests.at(-1)).toMatchObject({ status: 'failed' });
});
