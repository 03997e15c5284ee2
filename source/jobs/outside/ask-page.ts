/** One GET of a pod's port through RunPod's proxy, with only the beginning of what comes. */
import { safeText } from '../../base/safe-text.ts';
import type { PageAnswer } from './check.ts';

const maxBodyLength = 300;

/** Never rejects; a redirection is an answer. */
export async function askPage(
  { url, port }: Pick<PageAnswer, 'url' | 'port'>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<PageAnswer> {
  const beganMs = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([limit, signal]),
      headers: { 'user-agent': 'pod-engine', accept: '*/*' },
    });
    const tookMs = performance.now() - beganMs;
    const body = await beginning(response).catch(() => '');
    return { url, port, outcome: { kind: 'answered', httpStatus: response.status, body, tookMs } };
  } catch (error) {
    if (limit.aborted || signal.aborted)
      return { url, port, outcome: { kind: 'timeout', afterMs: timeoutMs } };
    return { url, port, outcome: failed(error) };
  }
}

async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const { value } = await reader.read();
  await reader.cancel();
  return safeText(
    Buffer.from(value ?? [])
      .subarray(0, 4 * maxBodyLength)
      .toString('utf8'),
    { maxLength: maxBodyLength },
  );
}

/** What fetch throws has the reason as its cause. */
function failed(error: unknown): PageAnswer['outcome'] {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = safeText(cause instanceof Error ? cause.message : String(cause), { maxLength: 200 });
  const isTls = /CERT|TLS|SSL|ALTNAME|VERIFY|SELF_SIGNED/.test(code) || /certificate|ssl|tls/i.test(message);
  return isTls ? { kind: 'tls', message } : { kind: 'unreachable', message };
}
