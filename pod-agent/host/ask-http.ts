/** One GET on the loopback address, on a bare socket: what came is handed on as it stands, also what is no good HTTP. */
import { connect } from 'node:net';
import { type Answer, type HttpSource, maxHttpBodyBytes } from './host.ts';

export const maxHeadBytes = 16 * 1024;

/** Never rejects. A connection that is refused is `absent`. `tookMs`: until the first byte came. */
export function askHttp({
  port,
  path,
  timeoutMs,
}: Omit<HttpSource, 'kind' | 'id' | 'cadence'>): Promise<Answer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const beganMs = performance.now();
    let byteCount = 0;
    let tookMs = 0;
    const socket = connect({ host: '127.0.0.1', port });
    const where = `http://127.0.0.1:${port}${path}`;
    function end(answer: Answer): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    }
    const timer = setTimeout(
      () => end({ ok: false, reason: 'timeout', message: `${where} did not answer within ${timeoutMs} ms.` }),
      timeoutMs,
    );
    socket.on('connect', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: pod-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
      ),
    );
    socket.on('data', (chunk) => {
      if (byteCount === 0) tookMs = performance.now() - beganMs;
      chunks.push(chunk);
      byteCount += chunk.length;
      if (byteCount > maxHeadBytes + maxHttpBodyBytes) end(whole(chunks, tookMs));
    });
    socket.on('end', () => end(byteCount > 0 ? whole(chunks, tookMs) : closedEarly(where)));
    socket.on('error', (error: NodeJS.ErrnoException) => end(failed(where, error)));
  });
}

function whole(chunks: readonly Buffer[], tookMs: number): Answer {
  return { ok: true, text: beginningOf(Buffer.concat(chunks).toString('utf8')), tookMs: Math.round(tookMs) };
}

/** What is handed on of a response: its head, and of its body no more than `maxHttpBodyBytes`. */
export function beginningOf(text: string): string {
  const bodyAt = text.indexOf('\r\n\r\n') + 4;
  return bodyAt < 4 ? text.slice(0, maxHeadBytes) : text.slice(0, bodyAt + maxHttpBodyBytes);
}

function closedEarly(where: string): Answer {
  return { ok: false, reason: 'failed', message: `${where} closed the connection without an answer.` };
}

function failed(where: string, error: NodeJS.ErrnoException): Answer {
  return error.code === 'ECONNREFUSED'
    ? { ok: false, reason: 'absent', message: `Nothing listens at ${where}.` }
    : { ok: false, reason: 'failed', message: `${where}: ${error.message}` };
}
