/** A download from outside, ended by its time or its bytes, whichever comes first. What comes is counted and thrown away. */
import { messageOf } from '../protocol/one-line.ts';

export type DownloadOptions = {
  readonly url: string;
  readonly longestMs: number;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Bytes so far and milliseconds since the first of them, as they come. */
  onBytes(byteCount: number, elapsedMs: number): void;
};

export type Download =
  | {
      readonly ok: true;
      readonly byteCount: number;
      readonly elapsedMs: number;
      readonly firstByteMs: number;
    }
  | { readonly ok: false; readonly reason: string };

/** Never rejects. Redirects are not followed: what is measured is what the operator named. */
export async function download(options: DownloadOptions): Promise<Download> {
  const { url, longestMs, mostBytes } = options;
  // Loaded when it is needed: most benchmarks never go outside.
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const askedMs = performance.now();
    let firstMs: number | null = null;
    let byteCount = 0;
    const request = get(url, { headers: { 'User-Agent': 'pod-agent', 'Accept-Encoding': 'identity' } });
    const timer = setTimeout(() => end(null), longestMs);
    const stop = () => end('it was stopped');
    options.signal.addEventListener('abort', stop, { once: true });
    function end(trouble: string | null): void {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      request.destroy();
      const elapsedMs = performance.now() - (firstMs ?? askedMs);
      if (trouble !== null) resolve({ ok: false, reason: trouble });
      else if (firstMs === null) resolve({ ok: false, reason: `no answer within ${longestMs} ms` });
      else resolve({ ok: true, byteCount, elapsedMs, firstByteMs: firstMs - askedMs });
    }
    request.on('error', (error) => end(messageOf(error)));
    request.on('response', (response) => {
      const { statusCode = 0 } = response;
      if (statusCode !== 200) return end(`HTTP status ${statusCode}`);
      response.on('data', (chunk: Buffer) => {
        firstMs ??= performance.now();
        byteCount += chunk.length;
        options.onBytes(byteCount, performance.now() - firstMs);
        if (byteCount >= mostBytes) end(null);
      });
      response.on('end', () => end(null));
      response.on('error', (error) => end(messageOf(error)));
    });
  });
}
