/** What the agent answers, by path. */
import type { IncomingMessage } from 'node:http';
import type { AgentView } from './agent-view.ts';
import { bringsToken } from './bearer.ts';
import { servedHealth } from './served-health.ts';

export type Reply = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type RouteOptions = {
  view(): AgentView;
  /** In the format that the Accept header asks for. */
  metrics(accept: string | undefined): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Opens /guarded/metrics; null: there is no such page. */
  readonly metricsToken: string | null;
  wallMs(): number;
};

/** Rejects where the metrics do. */
export async function answerRequest(request: IncomingMessage, options: RouteOptions): Promise<Reply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const reply = problem(405, `${request.method} is not answered here. GET and HEAD are.`);
    return { ...reply, headers: { allow: 'GET, HEAD' } };
  }
  const [path = ''] = (request.url ?? '').split('?');
  const route = routes.get(path);
  return (await route?.(request, options)) ?? notFound();
}

/** A short line of JSON that says what is wrong. */
export function problem(status: number, error: string): Reply {
  return { status, contentType: 'application/json', body: `${JSON.stringify({ error })}\n` };
}

type Route = (request: IncomingMessage, options: RouteOptions) => Promise<Reply | null>;

const routes: ReadonlyMap<string, Route> = new Map([
  ['/health.json', health],
  ['/metrics', metrics],
  // nginx passes on here what comes from outside.
  ['/guarded/metrics', guardedMetrics],
]);

async function health(_request: IncomingMessage, { view, wallMs }: RouteOptions): Promise<Reply> {
  const served = servedHealth(view(), wallMs());
  return {
    // What is not known, and what only warns, is no reason to take the pod out of service.
    status: served.status === 'fail' ? 503 : 200,
    contentType: 'application/json',
    body: `${JSON.stringify(served)}\n`,
  };
}

async function metrics({ headers }: IncomingMessage, options: RouteOptions): Promise<Reply> {
  const { contentType, text } = await options.metrics(headers.accept);
  return { status: 200, contentType, body: text, headers: { vary: 'accept' } };
}

async function guardedMetrics(request: IncomingMessage, options: RouteOptions): Promise<Reply | null> {
  if (options.metricsToken === null) return null;
  if (bringsToken(request.headers.authorization, options.metricsToken)) return metrics(request, options);
  const reply = problem(401, 'Metrics are given to who brings the token: Authorization: Bearer TOKEN.');
  return { ...reply, headers: { 'www-authenticate': 'Bearer realm="metrics"' } };
}

function notFound(): Reply {
  return problem(404, 'There are /health.json and /metrics here.');
}
