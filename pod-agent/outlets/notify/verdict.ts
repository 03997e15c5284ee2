/** What a receiver's answer means for the message: taken, not wanted, or to be tried again. Pure. */
import type { SendResult } from './send.ts';

export type Verdict =
  | { readonly kind: 'taken' }
  /** Trying again would be told the same. */
  | { readonly kind: 'refused'; readonly reason: string }
  /**
   * `askedWaitMs` is how long the receiver wants to be left alone; null where it does not say. `isUnclear`: it may have
   * taken the message all the same.
   */
  | {
      readonly kind: 'later';
      readonly reason: string;
      readonly askedWaitMs: number | null;
      readonly isUnclear: boolean;
    };

/** @param wallMs For a `Retry-After` that is a date. */
export function verdictOf(result: SendResult, wallMs: number): Verdict {
  if (result.kind === 'unreachable') {
    return { kind: 'later', reason: result.reason, askedWaitMs: null, isUnclear: result.wasSent };
  }
  const { status } = result;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const hint = hints[status] ?? (status >= 300 && status < 400 ? redirected : null);
  const reason = `HTTP status ${status}${hint === null ? '' : `, ${hint}`}`;
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'refused', reason };
  // A gateway that has waited in vain does not know either.
  return { kind: 'later', reason, askedWaitMs: askedWaitMs(result, wallMs), isUnclear: status === 504 };
}

const redirected = 'it sends to another address, which has to be given instead';

const hints: Readonly<Record<number, string>> = {
  400: 'it does not understand the message: the address or the key may be of another service',
  401: 'the key is not accepted',
  403: 'the key is not accepted, or the address has been withdrawn',
  404: 'the address is wrong or has been withdrawn',
  405: 'the address takes no messages',
  408: 'it was too slow',
  410: 'the address has been withdrawn',
  413: 'the message is too long for it',
  429: 'too many messages',
};

const longestAskedMs = 3_600_000;

/** `Retry-After` in seconds or as a date (RFC 9110), or Discord's `retry_after` in seconds with decimals. The longer one. */
function askedWaitMs(
  { retryAfter, body }: Extract<SendResult, { kind: 'answered' }>,
  wallMs: number,
): number | null {
  const waits = [headerWaitMs(retryAfter, wallMs), bodyWaitMs(body)].filter((wait) => wait !== null);
  return waits.length === 0 ? null : Math.min(longestAskedMs, Math.ceil(Math.max(0, ...waits)));
}

function headerWaitMs(text: string | null, wallMs: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : dateMs - wallMs;
}

function bodyWaitMs(body: string): number | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('retry_after' in value)) return null;
    const seconds = value.retry_after;
    return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null;
  } catch {
    return null;
  }
}
