/** A response time taken apart through a real TLS proxy, with a pod behind it that takes a known time. */
import { afterEach, expect, test } from 'vitest';
import {
  measureOutside,
  type OutsideOptions,
} from '../../../../pod-agent/measures/outside/measure-outside.ts';
import type { TestResult } from '../../../../pod-agent/protocol/benchmark-report.ts';
import { freePort } from '../../../neighbours/free-port.ts';
import { type ByteServer, startByteServer } from '../engine/byte-server.ts';
import { okAnswer } from '../engine/loads.ts';
import { startTlsProxy, type TlsProxy, tlsProxyMissing } from './tls-proxy.ts';

if (tlsProxyMissing !== null) console.log(`${tlsProxyMissing}: nothing is measured through TLS.`);

const podDelayMs = 150;

let pod: ByteServer | null = null;
let proxy: TlsProxy | null = null;
afterEach(async () => {
  await proxy?.stop();
  await pod?.stop();
  proxy = null;
  pod = null;
});

async function slowPod(): Promise<ByteServer> {
  pod = await startByteServer((socket) => setTimeout(() => socket.write(okAnswer), podDelayMs));
  return pod;
}

function measure(url: string, changes: Partial<OutsideOptions> = {}): Promise<TestResult> {
  return measureOutside({
    url,
    loopback: null,
    samples: 3,
    signal: new AbortController().signal,
    ...changes,
  });
}

function figure({ figures }: TestResult, name: string): number | null {
  return figures.find((each) => each.name === name)?.value ?? null;
}

test.skipIf(tlsProxyMissing !== null)('every step of an https URL is told', { timeout: 60_000 }, async () => {
  const { port } = await slowPod();
  proxy = await startTlsProxy(port);
  const url = `https://localhost:${proxy.port}/health.json`;
  const result = await measure(url, { ca: proxy.ca, loopback: { firstByteMs: 50 } });
  expect(result).toMatchObject({ testId: 'outside-breakdown', status: 'done', rating: 'not-rated' });
  for (const name of ['DNS', 'connect', 'TLS', 'transfer'])
    expect(figure(result, name), name).toBeGreaterThan(0);
  expect(figure(result, 'server')).toBe(50);
  // The pod took 150, and 50 were said to be its own: the rest is the proxy's.
  expect(figure(result, 'proxy and server')).toBeGreaterThan(podDelayMs - 50);
  expect(figure(result, 'proxy')).toBeCloseTo((figure(result, 'proxy and server') ?? 0) - 50, 6);
  expect(figure(result, 'first byte, open connection')).toBeGreaterThanOrEqual(podDelayMs - 1);
  expect(result.slices).toMatchObject([
    { better: 'lower', values: [expect.any(Number), expect.any(Number), expect.any(Number)] },
  ]);
  expect(Math.min(...(result.slices[0]?.values ?? []))).toBeGreaterThan(podDelayMs);
  // Three connections of two requests each.
  expect(pod?.requestCount()).toBe(6);
});

test.skipIf(tlsProxyMissing !== null)('a certificate that nobody trusts is named', async () => {
  const { port } = await slowPod();
  proxy = await startTlsProxy(port);
  const result = await measure(`https://localhost:${proxy.port}/`);
  expect(result).toMatchObject({ status: 'failed', rating: 'failed', figures: [], slices: [] });
  expect(result.summary).toMatch(/^localhost: TLS: .*certificate/);
  expect(pod?.requestCount()).toBe(0);
});

test.skipIf(tlsProxyMissing !== null)('a proxy without a pod behind it is no quick pod', async () => {
  proxy = await startTlsProxy(await freePort());
  const result = await measure(`https://localhost:${proxy.port}/`, { ca: proxy.ca });
  expect(result).toMatchObject({ status: 'failed', summary: 'localhost: it answered with HTTP 502.' });
});

test('what there is no figure of is unknown, and not zero', async () => {
  const { port } = await slowPod();
  const result = await measure(`http://127.0.0.1:${port}/`);
  for (const name of ['DNS', 'TLS', 'proxy', 'server']) expect(figure(result, name), name).toBeNull();
  expect(figure(result, 'proxy and server')).toBeGreaterThan(0);
  expect(result.notes.join(' ')).toMatch(/host is an address.*URL is http.*cannot be told apart/);
});

test('a loopback figure above the whole leaves the proxy at zero, and says so', async () => {
  const { port } = await slowPod();
  const result = await measure(`http://127.0.0.1:${port}/`, { loopback: { firstByteMs: 1_000_000 } });
  expect(figure(result, 'proxy')).toBe(0);
  expect(result.notes.join(' ')).toContain('under zero');
});

test('a server that keeps no connection leaves proxy and server unknown', async () => {
  pod = await startByteServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nok'));
  const result = await measure(`http://127.0.0.1:${pod.port}/`, { loopback: { firstByteMs: 1 } });
  expect(result.status).toBe('done');
  expect(figure(result, 'proxy')).toBeNull();
  expect(figure(result, 'proxy and server')).toBeNull();
  expect(figure(result, 'total, new connection')).toBeGreaterThan(0);
  expect(result.notes.join(' ')).toContain('keeps no connection');
});

test('some failures among answers are told beside the figures', async () => {
  let count = 0;
  pod = await startByteServer((socket) => {
    count += 1;
    if (count === 3) socket.resetAndDestroy();
    else socket.write(okAnswer);
  });
  const result = await measure(`http://127.0.0.1:${pod.port}/`);
  expect(result.status).toBe('done');
  expect(result.notes).toContain('1 of 3 connections failed: connection reset.');
  expect(result.slices[0]?.values).toHaveLength(2);
});

test('what cannot be reached, or is no URL, is told by its reason', async () => {
  const port = await freePort();
  const refused = await measure(`http://127.0.0.1:${port}/`);
  expect(refused).toMatchObject({ status: 'failed', summary: '127.0.0.1: connect: connection refused.' });
  const nowhere = await measure('http://no-such-pod.invalid/');
  expect(nowhere.summary).toContain('no-such-pod.invalid: name: ');
  const wrong = await measure('ftp://me:secret@pod.test/file?token=secret');
  expect(wrong).toMatchObject({ status: 'failed', summary: expect.stringContaining('"pod.test/file"') });
});

test('the signal ends it', async () => {
  pod = await startByteServer(() => undefined);
  const stop = new AbortController();
  const measuring = measure(`http://127.0.0.1:${pod.port}/`, { signal: stop.signal });
  await expect.poll(() => pod?.requestCount()).toBe(1);
  stop.abort();
  expect(await measuring).toMatchObject({ status: 'skipped', rating: 'not-rated', figures: [] });
  await expect.poll(() => pod?.openCount()).toBe(0);
});
