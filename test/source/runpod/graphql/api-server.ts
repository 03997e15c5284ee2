/** A small HTTP server that answers as it is told, and keeps what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecret } from '../../../../source/base/secret.ts';
import type { Cloud, CloudFailure } from '../../../../source/runpod/cloud.ts';
import type { DeployCloud } from '../../../../source/runpod/deploy-cloud.ts';
import { createGraphqlCloud, type GraphqlCloudOptions } from '../../../../source/runpod/graphql/cloud.ts';

export type Asked = {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Answer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | { readonly act: (response: ServerResponse, request: IncomingMessage) => void };

export type ApiServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
};

/** Gives the answers in turn, the last one again and again. */
export async function startApi(...answers: readonly Answer[]): Promise<ApiServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    asked.push(await readAsked(request));
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer !== undefined) give(answer, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    asked,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const testKey = 'rpa_TESTKEY0123456789ABCDEFGHIJ';

export type TestCloud = {
  readonly cloud: Cloud & DeployCloud;
  readonly waits: number[];
  readonly notes: CloudFailure[];
};

/** A client that waits no real time: the waits it asks for are written down. */
export function testCloud(url: string, options: Partial<GraphqlCloudOptions> = {}): TestCloud {
  const waits: number[] = [];
  const notes: CloudFailure[] = [];
  const cloud = createGraphqlCloud({
    url,
    apiKey: createSecret(testKey),
    version: '0.0.0-test',
    random: () => 1,
    async sleep(delayMs, signal) {
      waits.push(delayMs);
      return signal?.aborted === true ? 'aborted' : 'slept';
    },
    onNote: (note) => notes.push(note),
    ...options,
  });
  return { cloud, waits, notes };
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return { method: request.method ?? '', headers: request.headers, query, variables: variables ?? {} };
}

function give(answer: Answer, response: ServerResponse, request: IncomingMessage): void {
  if ('act' in answer) {
    answer.act(response, request);
    return;
  }
  const isJson = 'json' in answer;
  const isPage = !isJson && answer.text.startsWith('<');
  const contentType = isJson ? 'application/json; charset=utf-8' : isPage ? 'text/html' : 'text/plain';
  response.writeHead(answer.status ?? 200, { 'content-type': contentType, ...answer.headers });
  response.end(isJson ? JSON.stringify(answer.json) : answer.text);
}
