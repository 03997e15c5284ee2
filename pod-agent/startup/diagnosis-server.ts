/**
 * Stands at the pod's port where nginx does not: whoever opens the pod's address reads why it does not serve, instead of
 * a proxy's 502.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';

export type DiagnosisServer = { close(): Promise<void> };

export type DiagnosisOptions = {
  readonly port: number;
  /** For `/health.json`. */
  health(): { readonly httpStatus: number; readonly body: string };
  /** For every other path: lines for people. */
  text(): string;
};

const mostConnections = 64;
/** Node 18 wants that of the headers shorter than that of the whole request. */
const limits = { headersTimeout: 4000, requestTimeout: 5000, keepAliveTimeout: 1000 };

/** Rejects with the system's error where the port is not to be had. */
export async function serveDiagnosis(options: DiagnosisOptions): Promise<DiagnosisServer> {
  const server = createServer(limits, (request, response) => {
    request.resume();
    const path = request.url?.split('?')[0];
    if (path === '/health.json') {
      const { httpStatus, body } = options.health();
      answer(response, { httpStatus, type: 'application/json', body });
    } else answer(response, { httpStatus: 503, type: 'text/plain; charset=utf-8', body: options.text() });
  });
  server.maxConnections = mostConnections;
  await listening(server, options.port);
  return {
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      // A connection that fails later is that client's trouble alone.
      server.on('error', () => {});
      resolve();
    });
  });
}

function answer(
  response: ServerResponse,
  what: { readonly httpStatus: number; readonly type: string; readonly body: string },
): void {
  response
    .writeHead(what.httpStatus, {
      'content-type': what.type,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .end(what.body);
}
