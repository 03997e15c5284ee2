/** A small HTTP server that answers as it is told, and keeps what it was asked. */
import type { IncomingMessage } from 'node:http';
import { createGraphqlCloud, type GraphqlCloudOptions } from '../../../../source/runpod/graphql/cloud.ts';
import { bodyOf, give, type LiteralAnswer, listen, type TestCloud, testCloudBy } from '../literal-server.ts';

export { failureOf, type TestCloud, testKey } from '../literal-server.ts';

export type Asked = {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Answer = LiteralAnswer<IncomingMessage>;

export type ApiServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
};

/** Gives the answers in turn, the last one again and again. */
export async function startApi(...answers: readonly Answer[]): Promise<ApiServer> {
  const asked: Asked[] = [];
  const { origin, close } = await listen(async (request, response) => {
    asked.push(await readAsked(request));
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer !== undefined) give(answer, response, request);
  });
  return { url: `${origin}/graphql`, asked, close };
}

export function testCloud(url: string, options: Partial<GraphqlCloudOptions> = {}): TestCloud {
  return testCloudBy(createGraphqlCloud, url, options);
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const body = await bodyOf(request);
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return { method: request.method ?? '', headers: request.headers, query, variables: variables ?? {} };
}
