/** Answers of what was made and what was deleted. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readFitting } from '../fitting.ts';

const schema = z.object({ id: z.string().min(1) });

/** `what` was made: "network volume". */
export function readNew(
  json: unknown,
  reader: AnswerReader,
  what: string,
): CloudResult<{ readonly id: string }> {
  const made = readFitting(schema, json).value;
  if (made !== null) return { ok: true, value: { id: reader.clean(made.id) } };
  return reader.fail('unexpected', `the answer names no ${what}`, `Look for the ${what} in the web console.`);
}

/** A deletion is answered without a body; whatever stands in one, it has been done. */
export function readNothing(): CloudResult<null> {
  return { ok: true, value: null };
}
