/** One GET over the network, with no more of the body than is wanted. */
import { safeText } from '../../base/safe-text.ts';

export type WebReply =
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      /** Lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** The beginning of it, raw: not to be shown as it is. */
      readonly body: string;
      /** Until the head was there. */
      readonly tookMs: number;
    }
  | { readonly kind: 'tls'; readonly message: string }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'unreachable'; readonly message: string };

export type AskWebOptions = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly maxBodyBytes: number;
  readonly fetch?: typeof fetch;
};

/** Never rejects; a redirection is an answer. */
export async function askWeb(url: string, options: AskWebOptions): Promise<WebReply> {
  const { timeoutMs, signal, maxBodyBytes, fetch: ask = fetch } = options;
  const beganMs = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(url, {
      redirect: 'manual',
      signal: AbortSignal.any([limit, signal]),
      headers: { 'user-agent': 'pod-engine', accept: '*/*' },
    });
    const tookMs = performance.now() - beganMs;
    const body = await beginningOf(response, maxBodyBytes);
    const headers = Object.fromEntries(response.headers);
    return { kind: 'answered', httpStatus: response.status, headers, body, tookMs };
  } catch (error) {
    if (limit.aborted || signal.aborted) return { kind: 'timeout', afterMs: timeoutMs };
    return failed(error);
  }
}

/** What of a body came before it broke off is told all the same. */
async function beginningOf(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < maxBytes) {
      const { value, done } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
    }
    await reader.cancel();
  } catch {
    // The head has come, and with it the answer.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

/** What fetch throws has the reason as its cause. */
function failed(error: unknown): WebReply {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = cause instanceof Error ? cause.message || code : String(cause);
  const message = safeText(said, { maxLength: 200 });
  const isTls = /CERT|TLS|SSL|ALTNAME|VERIFY|SELF_SIGNED/.test(code) || /certificate|ssl|tls/i.test(message);
  return isTls ? { kind: 'tls', message } : { kind: 'unreachable', message };
}
