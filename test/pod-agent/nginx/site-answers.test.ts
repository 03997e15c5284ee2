/** What a real nginx answers from a site's files: status, body, caching, and the security headers with every one of them. */
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { ask, askRaw, headerOf, textOf } from './ask.ts';
import { expectedSecurityHeaders, expectGuarded } from './expected-headers.ts';
import { page, rows, site } from './site-rows.ts';

describe.skipIf(nginxMissing !== null)(`a site (${nginxMissing ?? 'real nginx'})`, () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({ site });
  });
  afterAll(() => nginx.stop());

  it.each(rows)('answers $what with $status', async ({ path, question, status, body, cache }) => {
    const answer = await ask(nginx.port, path, question);
    expect(answer.status).toBe(status);
    expect(textOf(answer)).toEqual(typeof body === 'string' ? body : expect.stringMatching(body));
    expect(headerOf(answer, 'Cache-Control')).toBe(cache);
    expect(headerOf(answer, 'Allow')).toBe(status === 405 ? 'GET, HEAD' : null);
    expect(headerOf(answer, 'Retry-After')).toBeNull();
    expect(answer.body.length).toBeLessThan(400);
    expectGuarded(answer);
  });

  const malformed = {
    'no request': 'hello\r\n\r\n',
    'no host': 'GET / HTTP/1.1\r\n\r\n',
    'a space in a path': 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n',
    'a name that is none': 'GET / HTTP/1.1\r\nHost: x/y\r\n\r\n',
    'a zero byte': 'GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n',
    'a way through to elsewhere': 'CONNECT example.org HTTP/1.1\r\nHost: example.org\r\n\r\n',
    'two lengths': 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
  };

  it.each(Object.entries(malformed))('answers %s with 400', async (_, text) => {
    const answer = await askRaw(nginx.port, text);
    expect(answer.status).toBe(400);
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
    expectGuarded(answer);
  });

  it('refuses a protocol that it does not speak', async () => {
    const answer = await askRaw(nginx.port, 'GET / HTTP/3.0\r\nHost: x\r\n\r\n');
    expect(answer.status).toBe(505);
    expectGuarded(answer);
  });

  it.each(['/robots.txt', '/assets/app-1a2b.js', '/'])(
    'answers a range that is not there in %s with 416, which nobody keeps',
    async (path) => {
      const answer = await ask(nginx.port, path, { headers: { Range: 'bytes=1000-' } });
      expect(answer.status).toBe(416);
      // nginx finds out after it has added the headers, and adds them to the error again.
      for (const [name, value] of Object.entries(expectedSecurityHeaders))
        expect(answer.headers.get(name.toLowerCase())).toEqual([value, value]);
      expect(answer.headers.get('cache-control')).toEqual(['no-cache', 'no-store']);
    },
  );

  it('answers HEAD with the headers alone', async () => {
    const answer = await ask(nginx.port, '/', { method: 'HEAD' });
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(headerOf(answer, 'Content-Length')).toBe(String(page.length));
    expectGuarded(answer);
  });

  it.each(['/', '/pods/abc', '/assets/app-1a2b.js'])('answers 304 to the ETag of %s', async (path) => {
    const first = await ask(nginx.port, path);
    const etag = headerOf(first, 'ETag') ?? '';
    expect(etag).not.toBe('');
    expect(headerOf(first, 'Last-Modified')).not.toBeNull();
    const second = await ask(nginx.port, path, { headers: { 'If-None-Match': etag } });
    expect([second.status, second.body.length]).toEqual([304, 0]);
    expect(headerOf(second, 'Cache-Control')).toBe(headerOf(first, 'Cache-Control'));
    expectGuarded(second);
  });

  it('listens on IPv6 where there is one', async () => {
    if (nginx.plan.hasIpv6) expect((await ask(nginx.port, '/', { host: '::1' })).status).toBe(200);
    else await expect(ask(nginx.port, '/', { host: '::1' })).rejects.toThrow();
  });

  it('answers a file that nobody may read with 403', async () => {
    nginx.putIntoSite({ 'closed.txt': 'secret' });
    chmodSync(join(nginx.plan.site, 'closed.txt'), 0);
    const answer = await ask(nginx.port, '/closed.txt');
    expect([answer.status, headerOf(answer, 'Cache-Control')]).toEqual([403, 'no-store']);
    expectGuarded(answer);
    expect(nginx.errorLog()).toMatch(/open\(\) ".*closed\.txt" failed \(13: Permission denied\)/);
  });

  it('says in the error log alone what goes wrong with a request', async () => {
    nginx.putIntoSite({ 'closed/a.txt': 'secret' });
    const closed = join(nginx.plan.site, 'closed');
    chmodSync(closed, 0);
    try {
      const answer = await ask(nginx.port, '/closed/a.txt');
      expect(answer.status).toBe(404);
      expectGuarded(answer);
    } finally {
      chmodSync(closed, 0o755);
    }
    expect(nginx.errorLog()).toMatch(/\[crit\] .*stat\(\) ".*a\.txt" failed \(13: Permission denied\)/);
    expect(nginx.stderr()).toBe('');
  });

  it('follows a symbolic link out of the site', async () => {
    const outside = join(nginx.plan.logFolder, 'model.onnx');
    writeFileSync(outside, 'weights');
    const link = join(nginx.plan.site, 'model.onnx');
    rmSync(link, { force: true });
    symlinkSync(outside, link);
    expect(textOf(await ask(nginx.port, '/model.onnx'))).toBe('weights');
  });

  it('shows a site that is replaced in place at once', async () => {
    nginx.putIntoSite({ 'news.html': 'old' });
    expect(textOf(await ask(nginx.port, '/news.html'))).toBe('old');
    nginx.putIntoSite({ 'news.html': 'newer' });
    expect(textOf(await ask(nginx.port, '/news.html'))).toBe('newer');
  });

  it('has a policy for a site that needs more', async () => {
    const policy = "default-src 'self'; img-src https: data:; connect-src wss://example.org {};";
    const other = await startNginx({ site, plan: { contentSecurityPolicy: policy } });
    try {
      for (const path of ['/', '/assets/nothing.js', '/health.json'])
        expect(headerOf(await ask(other.port, path), 'Content-Security-Policy')).toBe(policy);
    } finally {
      await other.stop();
    }
  });

  it('answers routes with 404 where the site has no page', async () => {
    const other = await startNginx({ site: { 'robots.txt': '' } });
    try {
      const answer = await ask(other.port, '/');
      expect(answer.status).toBe(404);
      expectGuarded(answer);
    } finally {
      await other.stop();
    }
  });
});
