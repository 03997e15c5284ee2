/** One answer of a server on this machine. */
import { get } from 'node:http';

export type Fetched =
  | { readonly ok: true; readonly httpStatus: number; readonly body: string }
  | { readonly ok: false; readonly reason: string };

const timeoutMs = 3000;
const longestBytes = 256 * 1024;

/** Never rejects. The body is cut where it is longer than a page of ours would be. */
export function fetchLocal(port: number, path: string): Promise<Fetched> {
  return new Promise((resolve) => {
    const request = get({
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      headers: { 'user-agent': 'pod-agent' },
    });
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    request.once('error', (error) => resolve({ ok: false, reason: `${path}: ${error.message}` }));
    request.once('close', () => {
      clearTimeout(timer);
      resolve({ ok: false, reason: `${path}: the connection closed before the answer was complete` });
    });
    request.once('response', (response) => {
      let body = '';
      const end = () => resolve({ ok: true, httpStatus: response.statusCode ?? 0, body });
      response.setEncoding('utf8').on('data', (text: string) => {
        if (body.length < longestBytes) body += text;
      });
      response.once('end', end);
    });
  });
}
