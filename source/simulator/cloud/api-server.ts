/** The HTTP server of the simulated RunPod: `/graphql` and `/rest/v2` as RunPod's, `/proxy` to the pods, `/v2` of a registry, `/simulator` for faults. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import { type RestDoors, restPath, serveRest } from '../rest/serve-rest.ts';
import { type AdminOptions, answerAdmin } from './admin.ts';
import { answerQuery, type QueryBody } from './answer-query.ts';
import type { Caller } from './callers.ts';
import { answeredByEdge, delayedByEdge, type Edges, losesAnswer, type WireName } from './edge.ts';
import { registryPath, serveRegistry } from './image-registry.ts';
import { type ProxyOptions, proxyPath, serveProxied } from './proxy.ts';
import { parseJson, readBody } from './read-body.ts';
import type { Root } from './root-fields.ts';

export type ApiServerOptions = {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly root: Root;
  readonly rest: RestDoors;
  readonly edges: Edges;
  readonly admin: AdminOptions;
  readonly proxy: ProxyOptions;
  readonly apiKey: string;
  /** By key: the pod that it belongs to. */
  readonly podKeys: ReadonlyMap<string, string>;
};

export type ApiServer = {
  readonly url: string;
  /** Of REST v2. */
  readonly restUrl: string;
  /** With {podId} and {port} to be put in. */
  readonly proxyUrl: string;
  close(): Promise<void>;
};

/** Rejects when the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const server = createServer((request, response) => {
    serve(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot tell the port of the API on ${options.host}.`);
  const origin = `http://${options.host}:${address.port}`;
  return {
    url: `${origin}/graphql`,
    restUrl: `${origin}${restPath}`,
    proxyUrl: `${origin}${proxyPath}{podId}/{port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: ApiServerOptions,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/simulator' && request.method === 'POST') return serveAdmin(request, response, options);
  if (pathname.startsWith(proxyPath)) return serveProxied(request, response, options.proxy);
  if (pathname.startsWith(registryPath)) return serveRegistry(request, response, pathname);
  const wire = wireOf(pathname);
  if (wire === null) return json(response, 404, { error: 'not found' });
  const edge = options.edges[wire];
  if (wire === 'rest') response.setHeader('x-request-id', randomUUID());
  await delayedByEdge(edge);
  const asked = { headers: request.headers, nowMs: options.clock.wallMs(), wire };
  if (answeredByEdge(asked, response, edge)) {
    request.resume();
    return;
  }
  if (wire === 'rest')
    return serveRest(request, response, {
      ...options.rest,
      callerOf: (key) => callerOf(key, options),
      losesAnswer: () => losesAnswer(response, edge),
    });
  if (request.method !== 'POST')
    return json(response, 405, { errors: [{ message: 'Send the query by POST.' }] });
  const text = await readBody(request);
  const caller = callerOf(keyIn(request, searchParams), options);
  if (caller === null) {
    response.writeHead(401, { 'content-type': 'text/plain; charset=utf-8' }).end('Unauthorized');
    return;
  }
  const body = text === null ? null : queryIn(text);
  if (body === null) {
    return json(response, 400, {
      errors: [
        { message: 'POST body missing, invalid, or without a query.', extensions: { code: 'BAD_REQUEST' } },
      ],
    });
  }
  const answer = await answerQuery(options.root, caller, body);
  if (answer.isMutation === true && losesAnswer(response, edge)) return;
  json(response, answer.status, answer.body);
}

/** null: neither. */
function wireOf(pathname: string): WireName | null {
  if (pathname === '/graphql') return 'graphql';
  return pathname === restPath || pathname.startsWith(`${restPath}/`) ? 'rest' : null;
}

async function serveAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  options: ApiServerOptions,
): Promise<void> {
  const text = await readBody(request);
  // A page in a browser cannot send this type to another origin unasked.
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  if (!isJson || text === null) return json(response, 400, { ok: false, reason: 'Send application/json.' });
  const answer = answerAdmin(options.admin, parseJson(text));
  json(response, answer.status, answer.body);
}

/** null: a key that nobody has. */
function callerOf(key: string | null, options: ApiServerOptions): Caller | null {
  if (key === null) return { kind: 'nobody' };
  if (key === options.apiKey) return { kind: 'account' };
  const podId = options.podKeys.get(key);
  return podId === undefined ? null : { kind: 'pod', podId };
}

function keyIn(request: IncomingMessage, search: URLSearchParams): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  return bearer?.[1] ?? search.get('api_key');
}

function queryIn(text: string): QueryBody | null {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string')
    return null;
  const variables =
    'variables' in body && typeof body.variables === 'object' && body.variables !== null
      ? body.variables
      : {};
  const operationName =
    'operationName' in body && typeof body.operationName === 'string' ? body.operationName : null;
  return { query: body.query, variables: { ...variables }, operationName };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(`${JSON.stringify(body)}\n`);
}
