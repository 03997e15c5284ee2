/** One request and its answer on a connection that is already open, timed. */
import type { Socket } from 'node:net';
import { closedEarly, failureOf, malformedAnswer } from '../engine/failures.ts';
import { ResponseParser } from '../engine/response-parser.ts';

export type Exchange = {
  readonly status: number;
  /** From sending the request to the first byte of the answer. */
  readonly firstByteMs: number;
  /** From the first byte to the last. */
  readonly transferMs: number;
  /** Whether the connection can be used again. */
  readonly keepsAlive: boolean;
};

/** Rejects with the reason where there is no whole answer, and with the signal's where that comes first. */
export function exchange(socket: Socket, request: Buffer, signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const parser = new ResponseParser();
    const sentMs = performance.now();
    let firstByteAtMs: number | null = null;
    const fail = (reason: string) => settle(() => reject(new Error(reason)));
    const onAbort = () => settle(() => reject(signal.reason));
    const onError = (error: NodeJS.ErrnoException) => fail(failureOf(error));
    const onEnd = () => (parser.endOfConnection() ? complete() : fail(closedEarly));
    function onData(bytes: Buffer): void {
      firstByteAtMs ??= performance.now();
      parser.feed(bytes, 0, bytes.length);
      if (parser.place === 'complete') complete();
      else if (parser.place === 'malformed') fail(malformedAnswer);
    }
    function complete(): void {
      const firstMs = firstByteAtMs ?? performance.now();
      const { status, keepsAlive } = parser.head;
      const times = { firstByteMs: firstMs - sentMs, transferMs: performance.now() - firstMs };
      settle(() => resolve({ status, keepsAlive, ...times }));
    }
    function settle(act: () => void): void {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
      signal.removeEventListener('abort', onAbort);
      act();
    }
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener('abort', onAbort);
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
    socket.write(request);
  });
}
