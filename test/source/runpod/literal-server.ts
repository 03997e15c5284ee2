/** What the literal servers of both wires share: listening, giving an answer as it was told, and a client without patience. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecret } from '../../../source/base/secret.ts';
import type { CloudFailure, CloudResult } from '../../../source/runpod/cloud.ts';
import type { WholeCloud } from '../../../source/runpod/whole-cloud.ts';
import type { WireOptions } from '../../../source/runpod/wire-options.ts';

/** What a test tells the server to answer; `Told` is what `act` is given of the request. */
export type LiteralAnswer<Told> =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | { readonly act: (response: ServerResponse, told: Told) => void };

export type Listening = { readonly origin: string; close(): Promise<void> };

export async function listen(
  hear: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listening> {
  const server = createServer((request, response) => void hear(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

export function give<Told>(answer: LiteralAnswer<Told>, response: ServerResponse, told: Told): void {
  if ('act' in answer) {
    answer.act(response, told);
    return;
  }
  const isJson = 'json' in answer;
  const isPage = !isJson && answer.text.startsWith('<');
  const contentType = isJson ? 'application/json; charset=utf-8' : isPage ? 'text/html' : 'text/plain';
  response.writeHead(answer.status ?? 200, { 'content-type': contentType, ...answer.headers });
  response.end(isJson ? JSON.stringify(answer.json) : answer.text);
}

export const testKey = 'rpa_TESTKEY0123456789ABCDEFGHIJ';

export type TestCloud = {
  readonly cloud: WholeCloud;
  readonly waits: number[];
  readonly notes: CloudFailure[];
};

/** A client that waits no real time: the waits it asks for are written down. */
export function testCloudBy(
  create: (options: WireOptions) => WholeCloud,
  url: string,
  options: Partial<WireOptions>,
): TestCloud {
  const waits: number[] = [];
  const notes: CloudFailure[] = [];
  const cloud = create({
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
