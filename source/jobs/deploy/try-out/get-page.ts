/** One GET of a page of the container under trial, with a deadline and a bound; a redirect is an answer like any other. */
import { safeText } from '../../../base/safe-text.ts';

export type Page =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: string }
  /** Nobody listens, or nobody answers. */
  | { readonly kind: 'silent'; readonly reason: string };

const maxBodyBytes = 1_000_000;

export async function getPage(
  fetchPage: typeof fetch,
  url: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Page> {
  try {
    const response = await fetchPage(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const { status, headers } = response;
    return { kind: 'answered', status, headers, body: await beginningOf(response) };
  } catch (error) {
    return { kind: 'silent', reason: safeText(reasonOf(error), { maxLength: 200 }) };
  }
}

async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes > maxBodyBytes) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** fetch hides the reason of a failed connection in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
