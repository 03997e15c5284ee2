/** The tests that put a load on: against real nginx, and against servers that break under it. */
import { afterEach, describe, expect, it } from 'vitest';
import { concurrentLoad } from '../../../pod-agent/measures/concurrent-load.ts';
import { generatorOf } from '../../../pod-agent/measures/load-outcome.ts';
import { networkThroughput } from '../../../pod-agent/measures/network-throughput.ts';
import { resourceUse } from '../../../pod-agent/measures/resource-use.ts';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { figureOf, runMeasure } from './context.ts';
import { serversOf } from './misbehaving.ts';
import { makeTest } from './reports.ts';

const serve = serversOf();
let nginx: Nginx | null = null;
afterEach(async () => {
  await nginx?.stop();
  nginx = null;
});

const script = 'x'.repeat(600_000);
const site = { 'index.html': '<script src="/big.js"></script>', 'big.js': script };

describe.skipIf(nginxMissing !== null)(`nginx under load ${nginxMissing ?? ''}`, () => {
  it('shows what it can at four levels and at 60 % of the best', async () => {
    nginx = await startNginx({ site });
    const { result, events } = await runMeasure(concurrentLoad, nginx.port);
    expect(result.status).toBe('done');
    expect(result.rating).not.toBe('failed');
    const levels = [1, 10, 50, 100].map((count) =>
      figureOf(result, `${count} connections requests per second`),
    );
    const best = figureOf(result, 'most requests per second') ?? 0;
    expect(best).toBe(Math.max(...levels.map((level) => level ?? 0)));
    expect(figureOf(result, 'rate of the open loop')).toBeCloseTo(best * 0.6, 6);
    expect(figureOf(result, 'errors')).toBe(0);
    expect(result.slices.map(({ name }) => name)).toEqual([
      ...[1, 10, 50, 100].map((count) => `${count} connections requests per second`),
      'open loop p50',
      'open loop p99',
    ]);
    expect(generatorOf(result)?.cpuPercent).toBeGreaterThan(0);
    const texts = events.flatMap((event) => (event.kind === 'progress' ? [event.text] : []));
    expect(texts.slice(0, 4)).toEqual([1, 10, 50, 100].map((count) => `${count} connections`));
  });

  it('shows its connections and the CPU that it and the generator take', async () => {
    nginx = await startNginx({ site });
    const earlier = makeTest({
      figures: [
        { name: 'rate of the open loop', value: 200, unit: 'req/s' },
        { name: 'connections of the open loop', value: 20, unit: 'connections' },
      ],
    });
    const { result } = await runMeasure(resourceUse, nginx.port, {
      earlier: new Map([['concurrent-load', earlier]]),
      nginxStatusPort: nginx.plan.statusPort,
    });
    expect(result.status).toBe('done');
    expect(result.notes).toContain('at 60 % of the most requests per second');
    expect(figureOf(result, 'nginx connections, most')).toBeGreaterThanOrEqual(20);
    expect(figureOf(result, 'CPU used')).toBeGreaterThan(0);
    expect(figureOf(result, 'CPU used by the generator')).toBeGreaterThan(0);
    expect(figureOf(result, 'working set, most')).toBeGreaterThan(1e6);
  });

  it('hands out its largest file, and the label says that no network lies between', async () => {
    nginx = await startNginx({ site });
    const { result } = await runMeasure(networkThroughput, nginx.port);
    expect(result).toMatchObject({ status: 'done', rating: 'not-rated' });
    expect(figureOf(result, 'file')).toBe(script.length);
    expect(figureOf(result, 'loopback throughput')).toBeGreaterThan(script.length);
    expect(result.notes[0]).toMatch(/^loopback: no network lies between/);
    expect(result.notes).toContain('nothing outside was asked: no URL was given for it');
  });
});

describe('a server that breaks', () => {
  it('fails by any 5xx under load', async () => {
    let count = 0;
    const port = await serve((_request, response) => {
      count += 1;
      response.writeHead(count % 50 === 0 ? 503 : 200).end('{}');
    });
    const { result } = await runMeasure(concurrentLoad, port);
    expect(result).toMatchObject({ status: 'done', rating: 'failed' });
    expect(result.summary).toMatch(/^503 \d+ times/);
  });

  it('is not excellent where it turns visitors away', async () => {
    let count = 0;
    const port = await serve((_request, response) => {
      count += 1;
      response.writeHead(count % 3 === 0 ? 429 : 200).end('{}');
    });
    const { result } = await runMeasure(concurrentLoad, port);
    expect(result.rating).toBe('slow');
    expect(figureOf(result, 'errors')).toBeGreaterThan(20);
  });

  it('fails where it answers nothing', async () => {
    const { result } = await runMeasure(concurrentLoad, 1);
    expect(result).toMatchObject({ status: 'failed', figures: [] });
    expect(result.summary).toMatch(/^No request under load was answered: .*refused/);
  });
});

describe('other machines and other hosts', () => {
  it('have no resource use that could be seen from here', async () => {
    const target = { host: '192.0.2.1', port: 80, hostHeader: '192.0.2.1' };
    const { result } = await runMeasure(resourceUse, 80, { target });
    expect(result).toMatchObject({ status: 'skipped', rating: 'not-rated' });
  });

  it('give a download, of which the message has no path', async () => {
    const bytes = Buffer.alloc(200_000);
    const outside = await serve((_request, response) => {
      response.write(bytes);
      setTimeout(() => response.end(bytes), 200);
    });
    const port = await serve((_request, response) => response.end('page'));
    const outwardUrl = `http://127.0.0.1:${outside}/a-key?token=a-key`;
    // Not the quick one, which waits less than half a second for a download that takes a fifth.
    const { result } = await runMeasure(networkThroughput, port, { outwardUrl, isQuick: false });
    expect(figureOf(result, 'outward bytes')).toBe(400_000);
    expect(figureOf(result, 'outward download')).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toContain('a-key');
  });

  it('say why there is no download, and what is too short for a rate', async () => {
    const port = await serve((_request, response) => response.end('page'));
    const gone = await serve((_request, response) => response.writeHead(404).end());
    const missing = await runMeasure(networkThroughput, port, { outwardUrl: `http://127.0.0.1:${gone}/` });
    expect(missing.result.notes).toContain(`the download from 127.0.0.1:${gone} failed: HTTP status 404`);
    expect(missing.result.status).toBe('done');
    const silent = await serve(() => {});
    const waiting = await runMeasure(networkThroughput, port, { outwardUrl: `http://127.0.0.1:${silent}/` });
    expect(waiting.result.notes.join()).toMatch(/failed: no answer within 450 ms/);
  });
});
