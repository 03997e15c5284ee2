/** What a real nginx compresses, and what it sends that was compressed before; media types by extension. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { ask, headerOf, textOf } from './ask.ts';
import { expectGuarded } from './expected-headers.ts';

const long = 'The same again. '.repeat(200);
const headers = { 'Accept-Encoding': 'gzip, br' };

const mediaTypes = {
  'a.html': 'text/html; charset=utf-8',
  'a.css': 'text/css; charset=utf-8',
  'a.js': 'text/javascript; charset=utf-8',
  'a.mjs': 'text/javascript; charset=utf-8',
  'a.js.map': 'application/json',
  'a.json': 'application/json',
  'a.webmanifest': 'application/manifest+json',
  'a.wasm': 'application/wasm',
  'a.svg': 'image/svg+xml; charset=utf-8',
  'a.png': 'image/png',
  'a.avif': 'image/avif',
  'a.webp': 'image/webp',
  'a.ico': 'image/x-icon',
  'a.woff2': 'font/woff2',
  'a.mp4': 'video/mp4',
  'a.txt': 'text/plain; charset=utf-8',
  'a.onnx': 'application/octet-stream',
  'a.safetensors': 'application/octet-stream',
  'a.unheardof': 'application/octet-stream',
};

describe.skipIf(nginxMissing !== null)(`compression (${nginxMissing ?? 'real nginx'})`, () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({
      site: {
        ...Object.fromEntries(Object.keys(mediaTypes).map((name) => [name, long])),
        'short.css': 'a{}',
        'assets/app.js': 'the file itself',
        'assets/app.js.gz': gzipSync('the file beside it'),
      },
    });
  });
  afterAll(() => nginx.stop());

  it.each(Object.entries(mediaTypes))('says that %s is %s', async (name, type) => {
    expect(headerOf(await ask(nginx.port, `/${name}`), 'Content-Type')).toBe(type);
  });

  it.each(['a.html', 'a.css', 'a.js', 'a.json', 'a.svg', 'a.wasm', 'a.webmanifest'])(
    'compresses %s',
    async (name) => {
      const answer = await ask(nginx.port, `/${name}`, { headers });
      expect(headerOf(answer, 'Content-Encoding')).toBe('gzip');
      expect(headerOf(answer, 'Vary')).toBe('Accept-Encoding');
      expect(gunzipSync(answer.body).toString()).toBe(long);
      const again = { ...headers, 'If-None-Match': headerOf(answer, 'ETag') ?? '' };
      expect((await ask(nginx.port, `/${name}`, { headers: again })).status).toBe(304);
      expectGuarded(answer);
    },
  );

  it('compresses for a client behind a proxy', async () => {
    const answer = await ask(nginx.port, '/a.css', { headers: { ...headers, Via: '1.1 proxy' } });
    expect(headerOf(answer, 'Content-Encoding')).toBe('gzip');
  });

  it.each(['a.png', 'a.woff2', 'a.mp4', 'a.safetensors', 'short.css'])('leaves %s as it is', async (name) => {
    expect(headerOf(await ask(nginx.port, `/${name}`, { headers }), 'Content-Encoding')).toBeNull();
  });

  it('leaves everything as it is for a client that reads no gzip', async () => {
    const answer = await ask(nginx.port, '/a.css');
    expect([headerOf(answer, 'Content-Encoding'), textOf(answer)]).toEqual([null, long]);
    expect(headerOf(answer, 'Vary')).toBe('Accept-Encoding');
  });

  it('sends the .gz beside a file in its place', async () => {
    const answer = await ask(nginx.port, '/assets/app.js', { headers });
    expect(headerOf(answer, 'Content-Encoding')).toBe('gzip');
    expect(gunzipSync(answer.body).toString()).toBe('the file beside it');
    expect(headerOf(answer, 'Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(headerOf(answer, 'Cache-Control')).toBe('public, max-age=31536000, immutable');
    expectGuarded(answer);
    expect(textOf(await ask(nginx.port, '/assets/app.js'))).toBe('the file itself');
  });
});
