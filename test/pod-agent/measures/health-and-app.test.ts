/** Health path and application, on servers that are slow, broken, or not there. */
import { describe, expect, it } from 'vitest';
import { appPerformance } from '../../../pod-agent/measures/app-performance.ts';
import { healthResponse } from '../../../pod-agent/measures/health-response.ts';
import { ladders, rate } from '../../../pod-agent/measures/ratings.ts';
import { figureOf, runMeasure } from './context.ts';
import { serversOf, siteOf } from './misbehaving.ts';

const serve = serversOf();

function later(ms: number, status = 200) {
  return (_request: unknown, response: { writeHead(status: number): unknown; end(text: string): unknown }) =>
    setTimeout(() => {
      response.writeHead(status);
      response.end('{}');
    }, ms);
}

describe('the health path', () => {
  it('is rated by the slower kind of its connections, and gives slices of both', async () => {
    const { result, events } = await runMeasure(healthResponse, await serve(later(0)));
    const slowest = Math.max(
      figureOf(result, 'fresh connection p90') ?? 0,
      figureOf(result, 'kept connection p90') ?? 0,
    );
    expect(result).toMatchObject({ testId: 'health-response', status: 'done' });
    expect(result.rating).toBe(rate(ladders.healthResponse, slowest, 3));
    expect(result.slices.map(({ name }) => name)).toEqual(['fresh connection p50', 'kept connection p50']);
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['progress', 'point']));
  });

  it('is slow where it takes longer than a second, also in a quick run', async () => {
    const { result } = await runMeasure(healthResponse, await serve(later(1100)));
    expect(result).toMatchObject({ status: 'done', rating: 'slow' });
    expect(figureOf(result, 'fresh connection p50')).toBeGreaterThan(1000);
    expect(figureOf(result, 'fresh connection p99')).toBeNull();
  });

  it('fails where it answers that the pod is not well', async () => {
    const { result } = await runMeasure(healthResponse, await serve(later(0, 503)));
    expect(result).toMatchObject({ status: 'done', rating: 'failed' });
    expect(result.summary).toBe(
      '/health.json was answered with HTTP status 503; a pod that is well answers 200.',
    );
  });

  it('fails where a kept connection is broken off, however fast the others are', async () => {
    const known = new WeakSet<object>();
    const port = await serve(({ socket }, response) => {
      if (known.has(socket)) socket.destroy();
      known.add(socket);
      response.end('{}');
    });
    const { result } = await runMeasure(healthResponse, port);
    expect(result).toMatchObject({ status: 'done', rating: 'failed' });
    expect(result.summary).toMatch(/^\/health\.json was not always answered: /);
  });

  it('fails with the reason where nothing listens, or nothing answers in time', async () => {
    const refused = await runMeasure(healthResponse, 1);
    expect(refused.result).toMatchObject({ status: 'failed', rating: 'failed', figures: [], slices: [] });
    expect(refused.result.summary).toContain('refused');
    const silent = await runMeasure(healthResponse, await serve(() => {}));
    expect(silent.result.summary).toContain('no answer within 2000 ms');
  });

  it('ends when it is stopped', async () => {
    const life = new AbortController();
    const port = await serve((_request, response) => {
      life.abort();
      response.end('{}');
    });
    const { result } = await runMeasure(healthResponse, port, { signal: life.signal, isQuick: false });
    expect(result.figures.length === 0 || figureOf(result, 'requests') !== null).toBe(true);
  });
});

describe('the application', () => {
  const page = '<!doctype html><p>app</p>';

  it('is measured at its root and at a deep route', async () => {
    const port = await serve((_request, response) => response.end(page));
    const { result } = await runMeasure(appPerformance, port);
    expect(result).toMatchObject({ status: 'done', notes: [] });
    expect(figureOf(result, 'deep route full p50')).toBeGreaterThan(0);
    expect(figureOf(result, '/ full p90')).toBeGreaterThanOrEqual(figureOf(result, '/ first byte p50') ?? 0);
    expect(result.slices.map(({ name }) => name)).toContain('deep route first byte p50');
  });

  it('is rated by its root alone where it has no routes of its own', async () => {
    const { result } = await runMeasure(appPerformance, await serve(siteOf({ 'index.html': page })));
    expect(result.rating).not.toBe('failed');
    expect(result.figures.some(({ name }) => name.startsWith('deep'))).toBe(false);
    expect(result.notes).toEqual([
      "a deep route is not the application's (HTTP 404), so that it is not rated",
    ]);
  });

  it('is slow where its first byte is', async () => {
    const { result } = await runMeasure(appPerformance, await serve(later(1000)));
    expect(result.rating).toBe('slow');
  });

  it('tells a slow body from a slow first byte', async () => {
    const port = await serve((_request, response) => {
      response.write(page);
      setTimeout(() => response.end('rest'), 600);
    });
    const { result } = await runMeasure(appPerformance, port);
    const [first, full] = [figureOf(result, '/ first byte p50'), figureOf(result, '/ full p50')];
    expect((full ?? 0) - (first ?? 0)).toBeGreaterThan(400);
  });

  it('fails where a deep route breaks it, or its root is not there', async () => {
    const breaking = await serve((request, response) => {
      response.writeHead(request.url === '/' ? 200 : 500);
      response.end(page);
    });
    const { result } = await runMeasure(appPerformance, breaking);
    expect(result.rating).toBe('failed');
    expect(result.summary).toBe('/deep/route-that-only-the-app-knows was answered with HTTP status 500.');
    const empty = await runMeasure(appPerformance, await serve(siteOf({})));
    expect(empty.result).toMatchObject({ rating: 'failed', summary: '/ was answered with HTTP status 404.' });
  });
});
