/** A small HTTP server that answers as it is told, keeps what it was asked, and holds it to RunPod's own description. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecret } from '../../../../source/base/secret.ts';
import type { CloudFailure, CloudResult } from '../../../../source/runpod/cloud.ts';
import { createRestCloud, type RestCloudOptions } from '../../../../source/runpod/rest/cloud.ts';
import type { WholeCloud } from '../../../../source/runpod/whole-cloud.ts';
import { hasOpenApi, openApi } from '../../../neighbours/openapi.ts';

export type Asked = {
  readonly method: string;
  /** From "/v2" on, with its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** undefined where there was none. */
  readonly body: unknown;
};

export type Answer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | { readonly act: (response: ServerResponse, asked: Asked) => void };

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
  const server = createServer(async (request, response) => {
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v2`,
    asked,
    misfits,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const testKey = 'rpa_TESTKEY0123456789ABCDEFGHIJ';

export type TestCloud = {
  readonly cloud: WholeCloud;
  readonly waits: number[];
  readonly notes: CloudFailure[];
};

/** A client that waits no real time: the waits it asks for are written down. */
export function testCloud(url: string, options: Partial<RestCloudOptions> = {}): TestCloud {
  const waits: number[] = [];
  const notes: CloudFailure[] = [];
  const cloud = createRestCloud({
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

export function answerOf<Value>(result: CloudResult<Value>): Value {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

export function failureOf(result: CloudResult<unknown>): CloudFailure {
  if (result.ok) throw new Error('It was no failure.');
  return result;
}

export function problem(status: number, detail: string, errors?: readonly string[]): Answer {
  const json = { title: 'Problem', status, detail, ...(errors === undefined ? {} : { errors }) };
  return { status, headers: { 'content-type': 'application/problem+json' }, json };
}

const notFound = problem(404, 'resource not found');

async function readAsked(request: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function give(answer: Answer, response: ServerResponse, asked: Asked): void {
  if ('act' in answer) {
    answer.act(response, asked);
    return;
  }
  const isJson = 'json' in answer;
  const isPage = !isJson && answer.text.startsWith('<');
  const contentType = isJson ? 'application/json' : isPage ? 'text/html' : 'text/plain';
  response.writeHead(answer.status ?? 200, { 'content-type': contentType, ...answer.headers });
  response.end(isJson ? JSON.stringify(answer.json) : answer.text);
}
