/** The application in a pod: a small HTTP site whose health page does as the pod's script says. Opened when first asked for. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { SiteState } from '../machine/workload.ts';

export type Site = {
  /** Opens it if need be. */
  url(): Promise<string>;
  close(): Promise<void>;
};

export function createSite(options: { readonly host: string; stateNow(): SiteState }): Site {
  let opening: Promise<{ readonly server: Server; readonly port: number }> | null = null;
  return {
    async url() {
      opening ??= open(options);
      const { port } = await opening;
      return `http://${options.host}:${port}/health.json`;
    },
    async close() {
      if (opening === null) return;
      const { server } = await opening;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function open(options: { readonly host: string; stateNow(): SiteState }) {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === '/health.json') answerHealth(response, options.stateNow());
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot tell the port of a site on ${options.host}.`);
  return { server, port: address.port };
}

function answerHealth(response: ServerResponse, state: SiteState): void {
  if (state === 'hanging') return;
  if (state === 'absent') {
    response.destroy();
    return;
  }
  const body =
    state === 'ok' ? { status: 'ok', queue: 3 } : { status: 'fail', reason: 'model worker does not answer' };
  response
    .writeHead(state === 'ok' ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    .end(`${JSON.stringify(body)}\n`);
}
