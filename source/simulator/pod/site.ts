/** The application in a pod: a small HTTP site whose health page does as the pod's script says. Opened when first asked for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import type { SiteState } from '../machine/workload.ts';
import { healthPage, type Page, pageOf } from './site-pages.ts';
import { createWorkers } from './workers.ts';

export type Site = {
  /** Of its health page. Opens the site if need be. */
  url(): Promise<string>;
  close(): Promise<void>;
};

/** About a thousand requests a second, and a line behind eight of them. */
const capacity = { count: 8, serviceMs: 7 } as const;

export type SiteOptions = { readonly host: string; stateNow(): SiteState; health(): ServedHealth };

export function createSite(options: SiteOptions): Site {
  let opening: ReturnType<typeof open> | null = null;
  return {
    async url() {
      opening ??= open(options);
      const { port } = await opening;
      return `http://${options.host}:${port}/health.json`;
    },
    async close() {
      if (opening === null) return;
      const { server, workers } = await opening;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      workers.close();
      await closed;
    },
  };
}

async function open(options: SiteOptions) {
  const workers = createWorkers(capacity);
  const server = createServer((request, response) => {
    request.resume();
    const state = options.stateNow();
    if (state === 'absent') response.destroy();
    else if (state !== 'hanging')
      workers.serve(() => answer(request, response, pageFor(request, state, options)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.host, resolve);
  });
  return { server, workers, port: portOf(server, options.host) };
}

function portOf(server: Server, host: string): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot tell the port of a site on ${host}.`);
  return address.port;
}

function pageFor(request: IncomingMessage, state: SiteState, { health }: SiteOptions): Page {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  return path === '/health.json' ? healthPage(health()) : pageOf(path, state === 'ok');
}

function answer(request: IncomingMessage, response: ServerResponse, page: Page): void {
  if (request.headers['if-none-match'] === page.headers.etag && page.headers.etag !== undefined) {
    response.writeHead(304, page.headers).end();
    return;
  }
  sendPage(request, response, page);
}

function sendPage(request: IncomingMessage, response: ServerResponse, page: Page): void {
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const isCompressed = takesGzip && page.compressed !== null;
  const body = isCompressed ? (page.compressed ?? page.body) : page.body;
  response
    .writeHead(page.status, {
      ...page.headers,
      server: 'nginx/1.22.1',
      'content-length': body.length,
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    })
    .end(request.method === 'HEAD' ? undefined : body);
}
