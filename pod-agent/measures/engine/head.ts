/** The head of an HTTP/1.1 answer (RFC 9112): what has to be known of it to find the end of the answer. */
import {
  afterBlanks,
  asBytes,
  beforeBlanks,
  carriageReturn,
  colon,
  decimal,
  hasToken,
  isName,
  lineFeedAt,
  space,
  tab,
} from './bytes.ts';

export type Head = {
  status: number;
  /** Whether the connection may be used again. */
  keepsAlive: boolean;
  /** -1: not given. */
  contentLength: number;
  isChunked: boolean;
  /** A coding other than chunked comes last: the body ends with the connection. */
  hasOtherCoding: boolean;
};

export const incomplete = -1;
export const malformed = -2;

const contentLength = asBytes('content-length');
const transferEncoding = asBytes('transfer-encoding');
const connection = asBytes('connection');
const chunked = asBytes('chunked');
const close = asBytes('close');
const keepAlive = asBytes('keep-alive');
const version = asBytes('HTTP/1.');
/** `HTTP/1.1 200`. */
const statusEnd = 12;

export function emptyHead(): Head {
  return { status: 0, keepsAlive: false, contentLength: -1, isChunked: false, hasOtherCoding: false };
}

/** Reads a head into `head`. Gives the position after its blank line, or `incomplete`, or `malformed`. */
export function parseHead(bytes: Uint8Array, from: number, end: number, head: Head): number {
  let at = parseStatusLine(bytes, from, end, head);
  while (at >= 0) {
    const lineEnd = lineFeedAt(bytes, at, end);
    if (lineEnd < 0) return incomplete;
    const contentEnd = lineEnd > at && bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd;
    if (contentEnd === at) return lineEnd + 1;
    if (!parseLine(bytes, at, contentEnd, head)) return malformed;
    at = lineEnd + 1;
  }
  return at;
}

function parseStatusLine(bytes: Uint8Array, from: number, end: number, head: Head): number {
  for (let at = 0; at < version.length && from + at < end; at += 1)
    if (bytes[from + at] !== version[at]) return malformed;
  const lineEnd = lineFeedAt(bytes, from, end);
  if (lineEnd < 0) return incomplete;
  const afterStatus = bytes[from + statusEnd];
  if (lineEnd < from + statusEnd) return malformed;
  if (afterStatus !== space && afterStatus !== carriageReturn && lineEnd !== from + statusEnd)
    return malformed;
  if (bytes[from + version.length + 1] !== space) return malformed;
  const minor = decimal(bytes, from + version.length, from + version.length + 1);
  head.status = decimal(bytes, from + statusEnd - 3, from + statusEnd);
  head.keepsAlive = minor >= 1;
  head.contentLength = -1;
  head.isChunked = false;
  head.hasOtherCoding = false;
  return minor < 0 || head.status < 100 ? malformed : lineEnd + 1;
}

/** False where the line is no header. A line that continues the one before is passed over: none of ours has one. */
function parseLine(bytes: Uint8Array, from: number, end: number, head: Head): boolean {
  const first = bytes[from] ?? 0;
  if (first === space || first === tab) return true;
  const nameEnd = colonAt(bytes, from, end);
  if (nameEnd <= from) return false;
  // C and T begin the three names that matter.
  const letter = first | 32;
  if (letter === 99) return parseC(bytes, from, nameEnd, end, head);
  if (letter === 116 && isName(bytes, from, nameEnd, transferEncoding))
    takeCoding(bytes, nameEnd + 1, end, head);
  return true;
}

/** -1 where there is a blank or no colon: a name with a blank behind it is read differently by different programs. */
function colonAt(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === colon) return at;
    if (byte <= space) return -1;
  }
  return -1;
}

function parseC(bytes: Uint8Array, from: number, nameEnd: number, end: number, head: Head): boolean {
  if (isName(bytes, from, nameEnd, contentLength)) return takeLength(bytes, nameEnd + 1, end, head);
  if (!isName(bytes, from, nameEnd, connection)) return true;
  if (hasToken(bytes, nameEnd + 1, end, close)) head.keepsAlive = false;
  else if (hasToken(bytes, nameEnd + 1, end, keepAlive)) head.keepsAlive = true;
  return true;
}

function takeLength(bytes: Uint8Array, from: number, end: number, head: Head): boolean {
  const length = decimal(bytes, afterBlanks(bytes, from, end), beforeBlanks(bytes, from, end));
  if (length < 0 || (head.contentLength >= 0 && head.contentLength !== length)) return false;
  head.contentLength = length;
  return true;
}

function takeCoding(bytes: Uint8Array, from: number, end: number, head: Head): void {
  const valueEnd = beforeBlanks(bytes, from, end);
  const lastFrom = afterBlanks(bytes, Math.max(from, lastComma(bytes, from, valueEnd) + 1), valueEnd);
  head.isChunked = isName(bytes, lastFrom, valueEnd, chunked);
  head.hasOtherCoding = !head.isChunked;
}

function lastComma(bytes: Uint8Array, from: number, end: number): number {
  for (let at = end - 1; at >= from; at -= 1) if (bytes[at] === 44) return at;
  return -1;
}
