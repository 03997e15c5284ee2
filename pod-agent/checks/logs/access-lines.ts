/** Requests from an access log: our JSON lines, or the combined format that nginx has by itself. */
import { parsedObject } from './parsed-object.ts';

export type Request = {
  readonly atMs: number;
  readonly path: string;
  readonly status: number;
  /** null where the format does not tell. */
  readonly seconds: number | null;
  /** Of an upstream's answer; null where there was none, or the format does not tell. */
  readonly upstreamSeconds: number | null;
  readonly bytesSent: number;
};

export function requestsIn(text: string): readonly Request[] {
  return text.split('\n').flatMap((line) => {
    const request = line.startsWith('{') ? fromJson(line) : fromCombined(line);
    return request === null || !Number.isFinite(request.atMs) ? [] : [request];
  });
}

/** The fields of `pod-agent/nginx/access-log.ts`. */
function fromJson(line: string): Request | null {
  const found = parsedObject(line);
  const number = (name: string) => (typeof found[name] === 'number' ? found[name] : null);
  const text = (name: string) => (typeof found[name] === 'string' ? found[name] : '');
  const status = number('status');
  if (status === null) return null;
  return {
    atMs: Date.parse(text('time')),
    path: text('path'),
    status,
    seconds: number('request_time'),
    upstreamSeconds: number('upstream_response_time'),
    bytesSent: number('bytes_sent') ?? 0,
  };
}

const combined =
  /^\S+ \S+ \S+ \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] "(?:[A-Z]+ )?([^" ?]*)[^"]*" (\d{3}) (\d+|-)/;
/** A look of the diagnosis itself, which our own log leaves out as well: a page that was mended would go on to be told of. */
const ownLook = /^(?:127\.0\.0\.1|::1) .* "pod-agent"$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `1.2.3.4 - - [25/Nov/2026:16:27:00 +0000] "GET /x?y HTTP/1.1" 200 123 "-" "curl"` */
function fromCombined(line: string): Request | null {
  if (ownLook.test(line)) return null;
  const [, day, month = '', year, time, hours, minutes, path = '', status, bytes] = combined.exec(line) ?? [];
  if (status === undefined) return null;
  const number = String(months.indexOf(month) + 1).padStart(2, '0');
  return {
    atMs: Date.parse(`${year}-${number}-${day}T${time}${hours}:${minutes}`),
    path,
    status: Number(status),
    seconds: null,
    upstreamSeconds: null,
    bytesSent: Number(bytes) || 0,
  };
}
