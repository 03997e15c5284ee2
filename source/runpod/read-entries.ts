/** Reading the entries of a list, of which one that does not fit shall not cost the others. */
import type { z } from 'zod';
import type { AnswerReader } from './answer-reader.ts';
import { readFitting } from './fitting.ts';

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
