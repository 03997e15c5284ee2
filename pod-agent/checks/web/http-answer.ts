/** What came back on a GET, as the door hands it over: status line, headers, an empty line, the body's beginning. */
import type { Answer } from '../../host/host.ts';

export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Of its `Server` header; '' where it has none. */
      readonly server: string;
      readonly body: string;
      /** Until the answer began; null where it was not measured. */
      readonly tookMs: number | null;
    }
  /** Nobody listens. */
  | { readonly kind: 'refused'; readonly message: string }
  /** It took the connection and said nothing that is HTTP, or not in time. */
  | { readonly kind: 'silent'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

export function readHttp(answer: Answer | undefined): HttpAnswer {
  if (answer === undefined) return { kind: 'unknown', message: 'It was not asked.' };
  if (!answer.ok) {
    if (answer.reason === 'absent') return { kind: 'refused', message: answer.message };
    const kind = answer.reason === 'denied' ? 'unknown' : 'silent';
    return { kind, message: answer.message };
  }
  const { text } = answer;
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(text)?.[1];
  if (status === undefined) return { kind: 'silent', message: 'What it answered is not HTTP.' };
  const gap = /\r?\n\r?\n/.exec(text);
  const head = gap === null ? text : text.slice(0, gap.index);
  return {
    kind: 'answered',
    status: Number(status),
    server: /^server:[ \t]*(.*?)\s*$/im.exec(head)?.[1] ?? '',
    body: gap === null ? '' : text.slice(gap.index + gap[0].length),
    tookMs: answer.tookMs ?? null,
  };
}
