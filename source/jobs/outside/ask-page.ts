/** One GET of a pod's port through RunPod's proxy, with only the beginning of what comes. */
import { safeText } from '../../base/safe-text.ts';
import { askWeb } from './ask-web.ts';
import type { PageAnswer } from './check.ts';

const maxBodyLength = 300;

/** Never rejects; a redirection is an answer. */
export async function askPage(
  { url, port }: Pick<PageAnswer, 'url' | 'port'>,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<PageAnswer> {
  const reply = await askWeb(url, { ...limits, maxBodyBytes: 4 * maxBodyLength });
  if (reply.kind !== 'answered') return { url, port, outcome: reply };
  const { httpStatus, tookMs } = reply;
  const body = safeText(reply.body, { maxLength: maxBodyLength });
  return { url, port, outcome: { kind: 'answered', httpStatus, body, tookMs } };
}
