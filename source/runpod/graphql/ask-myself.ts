/** Reading a list that hangs on the account. */
import { z } from 'zod';
import type { CloudFailure } from '../cloud.ts';
import { readFitting } from './fitting.ts';
import type { AnswerReader } from './operation.ts';
import { checkKeyHint } from './trouble.ts';

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

/**
 * Reads each entry by a schema whose fields may mostly be null. One that lacks what cannot be missed is left out and
 * noted.
 */
export function readEntries<Value>(
  entries: readonly unknown[],
  { schema, what, reader }: { schema: z.ZodType<Value>; what: string; reader: AnswerReader },
): readonly Value[] {
  return entries.flatMap((entry, index) => {
    const { value, misfits } = readFitting(schema, entry);
    if (misfits.length > 0) {
      const how = value === null ? 'was left out' : 'is known in part';
      const reason = `${what} ${index + 1} ${how} (${misfits.slice(0, 3).join('; ')})`;
      reader.note('unexpected', reason, 'RunPod may have changed its API: look for a newer pod-engine.');
    }
    return value === null ? [] : [value];
  });
}
