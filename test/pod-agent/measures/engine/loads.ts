/** What the tests of the load generator ask for unless they say otherwise. */
import type { LoadOptions, LoadTarget } from '../../../../pod-agent/measures/engine/load.ts';

export function targetAt(port: number, path = '/'): LoadTarget {
  return { host: '127.0.0.1', port, path, hostHeader: 'pod.test' };
}

export function shortLoad(changes: Partial<LoadOptions> = {}): LoadOptions {
  const { signal } = new AbortController();
  return { connections: 4, durationMs: 400, warmUpMs: 0, requestsPerSecond: null, signal, ...changes };
}

export const okAnswer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
