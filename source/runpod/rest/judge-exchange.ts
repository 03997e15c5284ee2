/** What became of a request: data, or trouble with a reason and a hint. */
import { notJson } from '../http-trouble.ts';
import type { Trouble } from '../trouble.ts';
import { type JudgeContext, withoutAnswer } from '../without-answer.ts';
import type { Exchange } from './exchange.ts';
import { ofThisWire, problemTrouble } from './problem.ts';

export type Judgement =
  /** undefined where the answer had no body, as that of a DELETE. */
  { readonly kind: 'data'; readonly json: unknown } | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** What an exchange came to: data to read, or what went wrong. Pure. */
export function judgeExchange(result: Exchange, context: JudgeContext): Judgement {
  if (result.kind !== 'answer')
    return { kind: 'trouble', trouble: ofThisWire(withoutAnswer(result, context)) };
  const { http } = result;
  const refusal = problemTrouble(http, context);
  if (refusal !== null) return { kind: 'trouble', trouble: refusal };
  if (http.body.trim() === '') return { kind: 'data', json: undefined };
  try {
    return { kind: 'data', json: JSON.parse(http.body) };
  } catch {
    return { kind: 'trouble', trouble: ofThisWire(notJson(http, context)) };
  }
}
