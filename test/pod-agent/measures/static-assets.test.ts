/** How files are served: by our own nginx, and by servers that do it badly. */
import { afterEach, describe, expect, it } from 'vitest';
import { isHashedName } from '../../../pod-agent/measures/asset-answers.ts';
import { staticAssets } from '../../../pod-agent/measures/static-assets.ts';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { figureOf, runMeasure } from './context.ts';
import { serversOf, siteOf } from './misbehaving.ts';

const serve = serversOf();
const script = 'assets/index-DiwrgTd4.js';
const text = Array.from({ length: 400 }, (_, line) => `console.log("line ${line}");`).join('\n');
const site = { 'index.html': `<!doctype html><script src="/${script}"></script>`, [script]: text };

describe.skipIf(nginxMissing !== null)(`the files of our nginx ${nginxMissing ?? ''}`, () => {
  let nginx: Nginx | null = null;
  afterEach(async () => {
    await nginx?.stop();
    nginx = null;
  });

  it('are served as they should be', async () => {
    nginx = await startNginx({ site });
    const { result } = await runMeasure(staticAssets, nginx.port);
    expect(result).toMatchObject({ status: 'done', rating: 'excellent', notes: ['gzip'] });
    expect(figureOf(result, 'text before compression')).toBe(text.length);
    expect(figureOf(result, 'text as sent')).toBeLessThan(text.length / 3);
    for (const name of ['hashed files kept by browsers', 'files with a validator', 'files answered with 304'])
      expect(figureOf(result, name)).toBe(100);
  });

  it('are what the page has: one without any is skipped', async () => {
    nginx = await startNginx({ site: { 'index.html': '<p>alone</p>' } });
    const { result } = await runMeasure(staticAssets, nginx.port);
    expect(result).toMatchObject({
      status: 'skipped',
      rating: 'not-rated',
      summary: 'The page at / refers to no file of its own.',
    });
  });

  it('are missed when they are not there', async () => {
    nginx = await startNginx({ site: { 'index.html': site['index.html'] } });
    const { result } = await runMeasure(staticAssets, nginx.port);
    expect(result.rating).toBe('failed');
    expect(result.summary).toContain(`/${script}: not served`);
  });
});

describe('the files of other servers', () => {
  it('are slow without compression, and no more than fair where nobody may keep them', async () => {
    const { result } = await runMeasure(staticAssets, await serve(siteOf(site)));
    expect(result.rating).toBe('slow');
    expect(result.summary).toContain(`/${script}: sent without compression`);
    expect(result.summary).toContain(`/${script}: hashed, but not kept by browsers`);
    expect(result.summary).toContain(`/${script}: without ETag and Last-Modified`);
    expect(figureOf(result, 'compression ratio')).toBe(1);
    expect(figureOf(result, 'compressed files')).toBe(0);
  });

  it('fail where the answer that one is missing is kept', async () => {
    const keep = () => ({ 'Cache-Control': 'public, max-age=31536000, immutable' });
    const { result } = await runMeasure(staticAssets, await serve(siteOf(site, keep)));
    expect(result.rating).toBe('failed');
    expect(result.summary).toContain(
      '/assets/no-such-file-0f3a9c2e.js: a missing file, and its answer (HTTP 404) is kept',
    );
  });

  it('are slow where a page comes in place of a missing one', async () => {
    const small = { 'index.html': '<script src="/a.js"></script>', 'a.js': '1' };
    const tag = () => ({ ETag: '"1"' });
    const answer = siteOf(small, tag);
    const port = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else if (request.url === '/' || request.url === '/a.js') answer(request, response);
      else response.end(small['index.html']);
    });
    const { result } = await runMeasure(staticAssets, port);
    expect(result.rating).toBe('slow');
    expect(result.summary).toBe(
      '/assets/no-such-file-0f3a9c2e.js: a missing file is answered with HTTP 200; no file is worth compressing',
    );
    expect(figureOf(result, 'compression ratio')).toBeNull();
  });

  it('are told when they do not answer to their own validator, or freeze a name that stays', async () => {
    const plain = { 'index.html': '<script src="/a.js"></script>', 'a.js': '1' };
    const headers = (path: string): Record<string, string> =>
      path === '/a.js' ? { ETag: '"1"', 'Cache-Control': 'max-age=31536000, immutable' } : {};
    const { result } = await runMeasure(staticAssets, await serve(siteOf(plain, headers)));
    expect(result.rating).toBe('fair');
    expect(result.summary).toContain('/a.js: immutable, but without a hash in its name');
    expect(result.summary).toContain('/a.js: not answered with 304 to its own validator');
  });
});

it.each([
  ['/assets/index-DiwrgTda.js', true],
  ['/static/main.0f3a9c2e.css', true],
  ['/assets/logo.svg', false],
  ['/service-worker.js', false],
  ['/assets/apple-touch-icon.png', false],
])('takes %s for hashed: %s', (path, isHashed) => {
  expect(isHashedName(path)).toBe(isHashed);
});
