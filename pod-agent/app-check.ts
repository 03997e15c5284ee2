/** Asks the application in the pod how it is, over HTTP, as a user of it would. */
import { get, type IncomingMessage } from 'node:http';
import type { AppCheck } from './health/judge.ts';

export type AppTarget = {
  readonly url: string;
  /** False when nobody named the application and this is only the usual place to look. */
  readonly expected: boolean;
};

const answerTimeoutMs = 5000;
const maxBodyBytes = 64 * 1024;

/** @returns `GET http://127.0.0.1:PORT/health.json` as a target, by POD_AGENT_APP_PORT and POD_AGENT_APP_PATH. */
export function appTarget(environment: Readonly<Record<string, string | undefined>>): AppTarget {
  const port = environment.POD_AGENT_APP_PORT;
  const path = environment.POD_AGENT_APP_PATH ?? '/health.json';
  const expected =
    port !== undefined && /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  return {
    url: `http://127.0.0.1:${expected ? port : 80}${path.startsWith('/') ? path : `/${path}`}`,
    expected,
  };
}

/**
 * A check that remembers: an application that has answered once is expected from then on, so that its going away is a
 * failure even where nobody named it. Never rejects; answers within five seconds.
 */
export function createAppCheck(target: AppTarget): (signal?: AbortSignal) => Promise<AppCheck> {
  let expected = target.expected;
  return async (signal) => {
    const check = await checkApp(target.url, signal);
    if (check.kind === 'answered') expected = true;
    if (check.kind === 'failed' && check.code === 'ECONNREFUSED' && !expected) {
      return {
        kind: 'not-checked',
        reason: `Nothing listens at ${target.url}, and POD_AGENT_APP_PORT names no application.`,
      };
    }
    return check;
  };
}

type Checked =
  | Exclude<AppCheck, { kind: 'failed' }>
  | (Extract<AppCheck, { kind: 'failed' }> & { readonly code: string });

function checkApp(url: string, signal: AbortSignal | undefined): Promise<Checked> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const fail = (reason: string, code: string) => {
      resolve({ kind: 'failed', url, reason, code, latencyMs: performance.now() - startedMs });
    };
    const request = get(url, {
      agent: false,
      headers: { accept: 'application/json', 'user-agent': 'pod-agent' },
    });
    const timer = setTimeout(() => {
      fail(`no answer within ${answerTimeoutMs / 1000} s`, 'ETIMEDOUT');
      request.destroy();
    }, answerTimeoutMs);
    const abort = () => request.destroy(new Error('the check was stopped'));
    signal?.addEventListener('abort', abort);
    request.on('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      // Without effect where an answer has been given; else the connection ended before the answer was whole.
      fail('the connection closed before the answer was complete', 'ECONNRESET');
    });
    request.on('error', (error: NodeJS.ErrnoException) => fail(reasonOf(error), error.code ?? ''));
    request.on('response', (response) => {
      readBody(response, (text) => {
        resolve({
          kind: 'answered',
          url,
          httpStatus: response.statusCode ?? 0,
          latencyMs: performance.now() - startedMs,
          reportedStatus: statusIn(text),
        });
        request.destroy();
      });
    });
  });
}

/** Reads to the end or to the cap, whichever is first: the status of an endless page is known from its head. */
function readBody(response: IncomingMessage, onText: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBodyBytes) onText('');
  });
  response.on('end', () => onText(Buffer.concat(chunks).toString('utf8')));
}

function statusIn(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('status' in body)) return null;
    return typeof body.status === 'string' ? body.status.slice(0, 40) : null;
  } catch {
    return null;
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'connection refused, nothing listens there';
  return error.message;
}
