/** What can go wrong with a request, in words that can be counted. */

export const answerTimeoutMs = 5000;

export const noAnswer = `no answer within ${answerTimeoutMs / 1000} s`;
export const closedEarly = 'closed before the answer was complete';
export const malformedAnswer = 'malformed answer';
export const noConnection = 'no connection to send on';

const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ETIMEDOUT: 'host not reachable',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'host not reachable',
  EADDRNOTAVAIL: 'no free local port',
  EMFILE: 'too many open files',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not found',
};

export function failureOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? 'unknown';
  return byCode[code] ?? `socket error ${code}`;
}
