/** A response as it stands on the wire (RFC 9112), taken apart. Pure. */
import type { WebAnswer } from './web-answer.ts';

/** @returns null where it does not begin as a response does. */
export function readHttpText(text: string, tookMs: number | null): WebAnswer | null {
  const [, code] = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text) ?? [];
  if (code === undefined) return null;
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  const rest = end === -1 ? '' : text.slice(end + 4);
  // Before the answer itself a server may send others that only announce it.
  if (code.startsWith('1') && rest !== '') return readHttpText(rest, tookMs);
  const headers = headersOf(head);
  const isChunked = /\bchunked\s*$/i.test(headers['transfer-encoding'] ?? '');
  return {
    kind: 'answered',
    httpStatus: Number(code),
    headers,
    body: isChunked ? withoutChunks(rest) : rest,
    tookMs,
  };
}

function headersOf(head: string): Readonly<Record<string, string>> {
  const pairs = head.split('\r\n').slice(1, 101);
  return Object.fromEntries(
    pairs.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}

/** Sizes count bytes, so the text is taken back to those. What is cut off ends there. */
function withoutChunks(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) break;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts).toString('utf8');
}
