import {
  businessTrouble,
  isKnownBusinessError,
  type WireError,
  wireErrorSchema,
} from '../business-errors.ts';
import { type HttpAnswer, httpTrouble, notJson } from '../http-trouble.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { type JudgeContext, withoutAnswer } from '../without-answer.ts';
import type { Exchange } from './exchange.ts';

export type Judgement =
  /** `errors` may stand beside data: RunPod then failed on parts of the answer only. */
  | {
      readonly kind: 'data';
      readonly data: Readonly<Record<string, unknown>>;
      readonly errors: readonly WireError[];
    }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly errors: readonly WireError[] };

/** What an exchange came to: data to read, or what went wrong. Pure. */
export function judgeExchange(result: Exchange, context: JudgeContext): Judgement {
  if (result.kind === 'answer') return judgeAnswer(result, context);
  return { kind: 'trouble', trouble: withoutAnswer(result, context), errors: [] };
}

type Answer = Extract<Exchange, { kind: 'answer' }>;

function judgeAnswer({ http, json }: Answer, context: JudgeContext): Judgement {
  const errors = errorsOf(json?.errors);
  const [firstError] = errors;
  const fromStatus = httpTrouble(http, context);
  if (fromStatus !== null)
    return { kind: 'trouble', trouble: withWords(fromStatus, firstError, context), errors };
  const data = json?.data;
  if (typeof data === 'object' && data !== null) return { kind: 'data', data: { ...data }, errors };
  if (firstError !== undefined)
    return { kind: 'trouble', trouble: businessTrouble(firstError, context.clean), errors };
  return { kind: 'trouble', trouble: notGraphql(http, json !== undefined, context), errors };
}

/** RunPod's own words say more than a 400 or a 500, but not more than what a refused key or a full quota does. */
function withWords(fromStatus: Trouble, error: WireError | undefined, { clean }: JudgeContext): Trouble {
  if (error === undefined || !['bad-request', 'server', 'refused'].includes(fromStatus.code))
    return fromStatus;
  const fromWords = businessTrouble(error, clean);
  const { reason } = fromWords;
  return isKnownBusinessError(error)
    ? { ...fromWords, passing: fromStatus.passing }
    : { ...fromStatus, reason };
}

function notGraphql(http: HttpAnswer, isJson: boolean, context: JudgeContext): Trouble {
  if (!isJson) return notJson(http, context);
  const hint = 'A proxy may have answered instead of RunPod. Check RUNPOD_GRAPHQL_URL if it is set.';
  const reason = `JSON without data and without errors came with HTTP ${http.status}`;
  return trouble('unexpected', reason, hint);
}

function errorsOf(errors: unknown): readonly WireError[] {
  const list: readonly unknown[] = Array.isArray(errors)
    ? errors
    : errors === undefined || errors === null
      ? []
      : [errors];
  return list.map((error) => {
    const parsed = wireErrorSchema.safeParse(typeof error === 'string' ? { message: error } : error);
    return parsed.success ? parsed.data : { message: '', extensions: null };
  });
}
