/** Reading a list that hangs on the account. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudFailure } from '../cloud.ts';
import { readFitting } from '../fitting.ts';
import { checkKeyHint } from '../trouble.ts';

export type Listed =
  | { readonly ok: true; readonly entries: readonly unknown[] }
  | { readonly ok: false; readonly failure: CloudFailure };

/** The entries of `myself { field }`. Without a list nothing is known: that is a failure, never an empty account. */
export function listOfMyself(value: unknown, field: string, reader: AnswerReader): Listed {
  if (value === null) {
    const reason = 'RunPod answered as to nobody (myself is null)';
    return { ok: false, failure: reader.fail('unauthorised', reason, checkKeyHint) };
  }
  const entries = readFitting(z.object({ [field]: z.array(z.unknown()) }), value).value?.[field];
  if (entries !== undefined) return { ok: true, entries };
  const hint = 'Try again; where there is nothing, RunPod sends an empty list.';
  return { ok: false, failure: reader.fail('unexpected', 'RunPod answered without a list', hint) };
}
