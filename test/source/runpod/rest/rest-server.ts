/** A small HTTP server that answers as it is told, keeps what it was asked, and holds it to RunPod's own description. */
import type { IncomingMessage } from 'node:http';
import { createRestCloud, type RestCloudOptions } from '../../../../source/runpod/rest/cloud.ts';
import { hasOpenApi, openApi } from '../../../neighbours/openapi.ts';
import { bodyOf, give, type LiteralAnswer, listen, type TestCloud, testCloudBy } from '../literal-server.ts';

export { answerOf, failureOf, testKey } from '../literal-server.ts';

export type Asked = {
  readonly method: string;
  /** From "/v2" on, with its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** undefined where there was none. */
  readonly body: unknown;
};

export type Answer = LiteralAnswer<Asked>;

/** By "GET /v2/pods", without the query. Several answers are given in turn, the last one again and again. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[]>>;

export type RestServer = {
  readonly url: string;
  readonly asked: Asked[];
  /** What was asked that RunPod's description does not allow; empty also where the description is absent. */
  readonly misfits: string[];
  close(): Promise<void>;
};

export async function startRest(answers: Answers): Promise<RestServer> {
  const asked: Asked[] = [];
  const misfits: string[] = [];
  const counts = new Map<string, number>();
  const description = hasOpenApi ? openApi() : null;
  const { origin, close } = await listen(async (request, response) => {
    const one = await readAsked(request);
    asked.push(one);
    const found = description?.checkRequest(one.method, one.path, one.body) ?? [];
    misfits.push(...found.map((each) => `${one.method} ${one.path} ${each}`));
    const key = `${one.method} ${one.path.split('?')[0]}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const given = answers[key];
    const list: readonly Answer[] = given === undefined ? [notFound] : [given].flat();
    give(list[Math.min(count, list.length - 1)] ?? notFound, response, one);
  });
  return { url: `${origin}/v2`, asked, misfits, close };
}

export function testCloud(url: string, options: Partial<RestCloudOptions> = {}): TestCloud {
  return testCloudBy(createRestCloud, url, options);
}

export function problem(status: number, detail: string, errors?: readonly string[]): Answer {
  const json = { title: 'Problem', status, detail, ...(errors === undefined ? {} : { errors }) };
  return { status, headers: { 'content-type': 'application/problem+json' }, json };
}

const notFound = problem(404, 'resource not found');

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const text = await bodyOf(request);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
