/** One pod of an answer, of which only the id cannot be missed. */
import { z } from 'zod';
import type { AnswerReader } from './answer-reader.ts';
import { readFitting } from './fitting.ts';

/** Ids are put into addresses and shown, so nothing else may stand in one. */
export const podIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected letters, digits, "-" and "_"');

/**
 * Reads one pod. A field that does not fit costs that field, with a note: a pod that is missing from the list counts
 * as gone. null, with a note, where it has no usable id: there is nothing to know it by. `what` names it then.
 */
export function readPodBy<Pod extends { readonly id: string }>(
  schema: z.ZodType<Pod>,
  json: unknown,
  { what, reader }: { readonly what: string; readonly reader: AnswerReader },
): Pod | null {
  const { value, misfits } = readFitting(schema, json);
  if (value !== null && reader.clean(value.id) !== value.id) {
    const reason = `${what} was left out: its id is not fit to be shown`;
    reader.note('unexpected', reason, 'Look at it in the web console.');
    return null;
  }
  if (misfits.length > 0) {
    const shown = misfits.slice(0, 3).join('; ');
    const name = value === null ? `${what} was left out` : `pod ${value.id} is shown in part`;
    const hint = 'RunPod may have changed its API: look for a newer pod-engine.';
    reader.note('unexpected', `${name} (${shown})`, hint);
  }
  return value;
}
