/** One GET on a connection of its own, read to its end and timed. */
import { connect } from 'node:net';
import { closedEarly, failureOf, malformedAnswer } from './failures.ts';
import { headersOf } from './headers.ts';
import type { LoadTarget, SingleAnswer } from './load.ts';
import { requestBytes } from './request-bytes.ts';
import { ResponseParser } from './response-parser.ts';

export type AskOptions = { readonly timeoutMs: number; readonly signal: AbortSignal };

const mostBodyBytes = 64 * 1024 * 1024;

/**
 * Its times count from the beginning of the connect, so that `firstByteMs` holds `connectMs`.
 *
 * Never rejects for what the server or the signal does; throws where the target cannot be put into a request.
 */
export function askOnce(target: LoadTarget, { timeoutMs, signal }: AskOptions): Promise<SingleAnswer> {
  const request = requestBytes(target);
  const where = `${target.host}:${target.port}`;
  const refused = (reason: string): SingleAnswer => ({ ok: false, reason: `${where}: ${reason}` });
  if (signal.aborted) return Promise.resolve(refused('stopped'));
  return new Promise((resolve) => {
    const answer = collectAnswer();
    const { parser } = answer;
    const startedMs = performance.now();
    let connectMs = 0;
    let firstByteMs = 0;
    const socket = connect({ host: target.host, port: target.port });
    const stop = () => end(refused('stopped'));
    const timer = setTimeout(() => end(refused(`no answer within ${timeoutMs} ms`)), timeoutMs);
    signal.addEventListener('abort', stop);
    function end(result: SingleAnswer): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(result);
    }
    function complete(): void {
      const totalMs = performance.now() - startedMs;
      end({ ok: true, status: parser.head.status, ...answer.content(), connectMs, firstByteMs, totalMs });
    }
    socket.setNoDelay(true);
    socket.once('connect', () => {
      connectMs = performance.now() - startedMs;
      socket.write(request);
    });
    socket.on('data', (bytes) => {
      if (firstByteMs === 0) firstByteMs = performance.now() - startedMs;
      parser.feed(bytes, 0, bytes.length);
      if (parser.place === 'complete') complete();
      else if (parser.place === 'malformed') end(refused(malformedAnswer));
      else if (answer.bodyBytes() > mostBodyBytes)
        end(refused(`an answer of more than ${mostBodyBytes} bytes`));
    });
    socket.once('end', () => (parser.endOfConnection() ? complete() : end(refused(closedEarly))));
    socket.on('error', (error) => end(refused(failureOf(error))));
  });
}

function collectAnswer() {
  const parts: Buffer[] = [];
  let byteCount = 0;
  let head = '';
  const parser = new ResponseParser({
    // The last of several: those before only announce it.
    onHead: (bytes, from, end) => {
      head = Buffer.from(bytes.subarray(from, end)).toString('latin1');
    },
    onBody: (bytes, from, end) => {
      parts.push(Buffer.from(bytes.subarray(from, end)));
      byteCount += end - from;
    },
  });
  return {
    parser,
    bodyBytes: () => byteCount,
    content: () => ({ headers: headersOf(head), body: Buffer.concat(parts) }),
  };
}
