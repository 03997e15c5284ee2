/** A GET's answer, by RunPod's proxy or over SSH on the pod's loopback address, and what it means in words. */
import { safeText } from '../../../base/safe-text.ts';
import type { WebReply } from '../../outside/ask-web.ts';
import { pageWords } from '../../outside/page-words.ts';

export type WebAnswer =
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      /** Lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** Raw: not to be shown as it is. */
      readonly body: string;
      /** null where nobody measured. */
      readonly tookMs: number | null;
    }
  /** One part of a sentence: "nothing within 8 s". */
  | { readonly kind: 'silent'; readonly reason: string };

export function answerOf(reply: WebReply): WebAnswer {
  if (reply.kind === 'answered') return reply;
  if (reply.kind === 'timeout')
    return { kind: 'silent', reason: `no answer within ${reply.afterMs / 1000} s` };
  const reason = reply.kind === 'tls' ? 'no encrypted connection came about' : 'it cannot be reached';
  return { kind: 'silent', reason: `${reason} (${reply.message})` };
}

export function isGood(answer: WebAnswer): boolean {
  return answer.kind === 'answered' && answer.httpStatus >= 200 && answer.httpStatus < 300;
}

/** "HTTP 200 in 84 ms", "HTTP 502: nothing in the pod answers the proxy". */
export function answerText(answer: WebAnswer): string {
  if (answer.kind === 'silent') return answer.reason;
  const { httpStatus, tookMs } = answer;
  const took = tookMs === null ? '' : ` in ${Math.round(tookMs)} ms`;
  const meaning = meaningOf(answer);
  return `HTTP ${httpStatus}${took}${meaning === null ? '' : `: ${meaning}`}`;
}

/** Of a page that is none of the wanted; null where the status says enough. */
function meaningOf({ httpStatus, headers, body }: Extract<WebAnswer, { kind: 'answered' }>): string | null {
  if (httpStatus >= 300 && httpStatus < 400) {
    const to = safeText(headers.location ?? '', { maxLength: 120 });
    return to === '' ? 'it leads elsewhere' : `it leads to ${to}`;
  }
  const words = pageWords({ httpStatus, body });
  return words === null ? null : words.title.replace(/ \(HTTP \d+\)$/, '');
}

/** The first lines of an error page, for evidence. */
export function linesOf(answer: WebAnswer): readonly string[] {
  if (answer.kind === 'silent') return [];
  const lines = answer.body.slice(0, 2000).split('\n');
  return lines
    .map((line) => safeText(line.replaceAll(/<[^>]*>/g, ' '), { maxLength: 160 }).trim())
    .filter((line) => line !== '')
    .slice(0, 3);
}
