import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { appTarget, createAppCheck } from '../../pod-agent/app-check.ts';
import { freePort } from '../neighbours/free-port.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

async function listen(port: number): Promise<void> {
  const started = createServer((_request, response) => response.end('{"status":"ok"}'));
  server = started;
  await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
}

async function closeServer(): Promise<void> {
  const closing = server;
  server = null;
  await new Promise((resolve) => closing?.close(resolve));
}

describe('the application to ask', () => {
  it('is the one that was named, else the usual place, where none need be', () => {
    expect(appTarget({})).toEqual({ url: 'http://127.0.0.1:80/health.json', expected: false });
    expect(appTarget({ POD_AGENT_APP_PORT: '8080' })).toEqual({
      url: 'http://127.0.0.1:8080/health.json',
      expected: true,
    });
    expect(appTarget({ POD_AGENT_APP_PORT: '8080', POD_AGENT_APP_PATH: 'healthz' }).url).toBe(
      'http://127.0.0.1:8080/healthz',
    );
    expect(appTarget({ POD_AGENT_APP_PORT: '80/../@evil' }).url).toBe('http://127.0.0.1:80/health.json');
  });

  it('is no failure while nobody has heard of it, and one once it has answered and gone', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/health.json`;
    const check = createAppCheck({ url, expected: false });
    expect(await check()).toMatchObject({ kind: 'not-checked' });
    await listen(port);
    expect(await check()).toMatchObject({ kind: 'answered', httpStatus: 200, reportedStatus: 'ok' });
    await closeServer();
    expect(await check()).toMatchObject({ kind: 'failed', url });
  });

  it('is a failure at once where it was named', async () => {
    const port = await freePort();
    const check = createAppCheck({ url: `http://127.0.0.1:${port}/`, expected: true });
    expect(await check()).toMatchObject({ kind: 'failed' });
  });
});
