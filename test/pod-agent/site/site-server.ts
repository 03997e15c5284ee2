/** Serves a built site as nginx does: the headers of the pod, the page under any path, and a /health.json of the test's. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Trusted types are asked for here alone: then even a text that is only set as HTML, without doing harm, is a violation. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
};

export type Said =
  | { readonly httpStatus?: number; readonly body: unknown }
  /** Closes the connection without an answer, as a pod that is gone. */
  | 'hang-up'
  /** Never answers. */
  | 'silence';

export type SiteServer = {
  readonly url: string;
  /** What /health.json says from now on. */
  say(said: Said): void;
  /** Requests for /health.json so far. */
  askedCount(): number;
  /** Paths asked for that the site does not have, and requests with a host that is not this server's. */
  strays(): readonly string[];
  stop(): Promise<void>;
};

export async function serveSite(files: ReadonlyMap<string, Buffer>): Promise<SiteServer> {
  let said: Said = 'silence';
  let asked = 0;
  const strays: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? '';
    if (path !== 'health.json') return serveFile(files, path, response, strays);
    asked++;
    answer(said, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    say(what) {
      said = what;
    },
    askedCount: () => asked,
    strays: () => strays,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function serveFile(
  files: ReadonlyMap<string, Buffer>,
  path: string,
  response: ServerResponse,
  strays: string[],
): void {
  const isAsset = path.startsWith('assets/');
  const content = files.get(path) ?? (isAsset ? undefined : files.get('index.html'));
  if (content === undefined || path === 'favicon.ico') strays.push(path);
  const extension = files.has(path) ? path.slice(path.lastIndexOf('.') + 1) : 'html';
  const type = types[extension] ?? 'application/octet-stream';
  response.writeHead(content === undefined ? 404 : 200, { ...headers, 'content-type': type });
  response.end(content);
}

function answer(said: Said, request: IncomingMessage, response: ServerResponse): void {
  if (said === 'silence') return;
  if (said === 'hang-up') {
    request.socket.destroy();
    return;
  }
  const body = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
  response.writeHead(said.httpStatus ?? 200, {
    ...headers,
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(body);
}
