/** REST v2 of the simulated RunPod: one request, from its key to its answer. Written from the published description of the API. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../cloud/callers.ts';
import { readBody } from '../cloud/read-body.ts';
import { Problem, problemBody, problemFor } from './problem.ts';
import type { RateWindows } from './rate-windows.ts';
import { findRoute, type RestAnswer, type Route } from './route.ts';

/** The registry of images has `/v2` on the same port. */
export const restPath = '/rest/v2';

export type RestDoors = {
  readonly routes: readonly Route[];
  readonly rates: RateWindows;
};

export type RestServing = RestDoors & {
  /** null: a key that nobody has. */
  callerOf(key: string): Caller | null;
  /** @returns True where the answer to a change that has been made is lost on its way. */
  losesAnswer(): boolean;
};

/** After the edge, which has set `x-request-id`. */
export async function serveRest(
  request: IncomingMessage,
  response: ServerResponse,
  serving: RestServing,
): Promise<void> {
  try {
    const answer = await answerTo(request, response, serving);
    const isChange = request.method !== 'GET';
    if (isChange && answer.kind !== 'stream' && serving.losesAnswer()) return;
    write(response, answer);
  } catch (error) {
    writeProblem(response, problemFor(error));
  } finally {
    request.resume();
  }
}

async function answerTo(
  request: IncomingMessage,
  response: ServerResponse,
  serving: RestServing,
): Promise<RestAnswer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const { key, caller } = authenticated(request, serving);
  takeFromWindows(response, serving.rates, key);
  const found = findRoute(serving.routes, request.method ?? 'GET', pathname.slice(restPath.length));
  if (found.kind === 'none') throw new Problem(404, 'resource not found');
  if (found.kind === 'other-method') {
    response.setHeader('allow', found.allowed.join(', '));
    throw new Problem(405, 'The requested method is not allowed for this path.');
  }
  mustBeOpenTo(caller, found.route, found.path);
  return found.route.answer({
    path: found.path,
    query: searchParams,
    header: (name) => headerOf(request, name),
    body: request.method === 'GET' ? undefined : await bodyOf(request),
    caller,
  });
}

function authenticated(request: IncomingMessage, { callerOf }: RestServing) {
  const key = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) throw new Problem(401, 'missing bearer token');
  const caller = callerOf(key);
  if (caller === null) throw new Problem(401, 'invalid bearer token');
  return { key, caller };
}

function takeFromWindows(response: ServerResponse, rates: RateWindows, key: string): void {
  const { exceeded, limit, policy } = rates.take(key);
  response.setHeader('RateLimit', limit).setHeader('RateLimit-Policy', policy);
  if (exceeded === null) return;
  response.setHeader('Retry-After', String(exceeded.retryAfterSeconds));
  throw new Problem(429, `rate limit exceeded for the ${exceeded.window} window`);
}

function mustBeOpenTo(caller: Caller, route: Route, path: Readonly<Record<string, string>>): void {
  if (caller.kind === 'account') return;
  if (route.forPods !== true || caller.kind !== 'pod') throw new Problem(403, 'access denied');
  // What is another's is not there for this key.
  if (path.id !== undefined && path.id !== caller.podId) throw new Problem(404, 'pod not found');
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : null;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request);
  if (text === null) throw new Problem(413, 'request body is too large');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'request body is not valid JSON');
  }
}

function write(response: ServerResponse, answer: RestAnswer): void {
  if (answer.kind === 'stream') {
    answer.open(response);
    return;
  }
  if (answer.kind === 'empty') {
    response.writeHead(answer.status).end();
    return;
  }
  response
    .writeHead(answer.status, { 'content-type': 'application/json' })
    .end(`${JSON.stringify(answer.body)}\n`);
}

function writeProblem(response: ServerResponse, problem: Problem): void {
  response
    .writeHead(problem.status, { 'content-type': 'application/problem+json' })
    .end(`${JSON.stringify(problemBody(problem))}\n`);
}
