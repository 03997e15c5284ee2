/** One POST, over http or https, with an end to everything: time, size of the answer, connections. */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { OutgoingRequest } from './channel.ts';

export type SendResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** As the header has it; null without one. */
      readonly retryAfter: string | null;
      /** The beginning of the answer. */
      readonly body: string;
    }
  /**
   * Nobody said that it was taken. The reason names no address and holds nothing that was sent. `wasSent`: all of it had
   * gone out to somebody, who may have taken it.
   */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly wasSent: boolean };

/** Never rejects. The signal ends it at once. */
export type Send = (request: OutgoingRequest, signal?: AbortSignal) => Promise<SendResult>;

const answerTimeoutMs = 10_000;
const longestBodyBytes = 16 * 1024;

/** Redirects are not followed: what was said to one receiver is not for another. */
export function createSend(options: { readonly timeoutMs?: number } = {}): Send {
  const timeoutMs = options.timeoutMs ?? answerTimeoutMs;
  return async (outgoing, signal) => {
    if (signal?.aborted) return { kind: 'unreachable', reason: 'stopped', wasSent: false };
    try {
      return await post(await openerFor(outgoing.url), outgoing, { timeoutMs, signal });
    } catch (error) {
      return { kind: 'unreachable', reason: reasonOf(error), wasSent: false };
    }
  };
}

type Opener = typeof httpRequest;

/** The code for https costs memory that a pod without such a receiver need not pay. */
async function openerFor(url: string): Promise<Opener> {
  return new URL(url).protocol === 'https:' ? (await import('node:https')).request : httpRequest;
}

type Limits = { readonly timeoutMs: number; readonly signal: AbortSignal | undefined };

function post(open: Opener, outgoing: OutgoingRequest, { timeoutMs, signal }: Limits): Promise<SendResult> {
  return new Promise((resolve) => {
    const request = open(outgoing.url, optionsOf(outgoing));
    const fail = (reason: string) => {
      resolve({ kind: 'unreachable', reason, wasSent: request.writableFinished });
      request.destroy();
    };
    const stop = () => fail('stopped');
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    request.on('error', (error) => fail(reasonOf(error)));
    request.on('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      // Without effect where there was an answer.
      fail('the connection closed before the answer was complete');
    });
    request.on('response', (response) => {
      readBeginning(response, (body) => {
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? null,
          body,
        });
        request.destroy();
      });
    });
    request.end(outgoing.body);
  });
}

function optionsOf({ headers, body }: OutgoingRequest): RequestOptions {
  return {
    method: 'POST',
    // Minutes lie between two messages; no connection is kept for that long.
    agent: false,
    headers: {
      ...headers,
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      'user-agent': 'pod-agent',
    },
  };
}

function readBeginning(response: IncomingMessage, onText: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const give = () => onText(Buffer.concat(chunks).subarray(0, longestBodyBytes).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= longestBodyBytes) give();
  });
  response.on('end', give);
  // A broken end is told by the request's own `close`.
  response.on('error', () => {});
}

/** By the code alone: messages of the system quote the host, and addresses of receivers are secrets. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return (
    reasons[code] ??
    (/CERT|SIGNATURE|ISSUER|ALTNAME/.test(code) ? `its certificate is not accepted (${code})` : code)
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused, nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'the name of its host could not be looked up',
  ETIMEDOUT: 'its host does not answer',
  ERR_INVALID_CHAR: 'its key holds a character that no header may have',
};
