/** What the simulated application serves: a page, the files it names, and its health. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';

export type Page = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** null where it is too small to be worth it. */
  readonly compressed: Buffer | null;
};

const script = `export const routes = ${JSON.stringify(
  Array.from({ length: 120 }, (_, index) => ({ path: `/runs/${index}`, title: `Run ${index}` })),
)};\n`;
const style = Array.from({ length: 90 }, (_, index) => `.run-${index} { order: ${index}; }\n`).join('');
const index = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Runs</title>
<link rel="stylesheet" href="/assets/app-3f9c2a71.css">
<script type="module" src="/assets/app-9b1d44e0.js"></script></head>
<body><main id="app">Runs of this pod</main></body></html>
`;

const immutable = 'public, max-age=31536000, immutable';

const assets: Readonly<Record<string, Page>> = {
  '/assets/app-9b1d44e0.js': page({ type: 'text/javascript', cache: immutable, text: script }),
  '/assets/app-3f9c2a71.css': page({ type: 'text/css', cache: immutable, text: style }),
};
const home = page({ type: 'text/html; charset=utf-8', cache: 'no-cache', text: index });
const failing = page({
  status: 503,
  type: 'text/plain',
  cache: 'no-store',
  text: 'model worker does not answer\n',
});
const missing = page({ status: 404, type: 'text/plain', cache: 'no-store', text: 'not found\n' });

/** Every route is the page itself, as in an application that routes in the browser. */
export function pageOf(path: string, isWell: boolean): Page {
  if (path.startsWith('/assets/')) return assets[path] ?? missing;
  return isWell ? home : failing;
}

export function healthPage(health: ServedHealth): Page {
  return page({
    status: health.status === 'ok' ? 200 : 503,
    type: 'application/json',
    cache: 'no-store',
    text: `${JSON.stringify(health)}\n`,
  });
}

function page(made: {
  readonly status?: number;
  readonly type: string;
  readonly cache: string;
  readonly text: string;
}): Page {
  const body = Buffer.from(made.text);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  return {
    status: made.status ?? 200,
    headers: {
      'content-type': made.type,
      'cache-control': made.cache,
      vary: 'accept-encoding',
      ...(made.cache === 'no-store' ? {} : { etag }),
    },
    body,
    compressed: body.length > 500 ? gzipSync(body) : null,
  };
}
