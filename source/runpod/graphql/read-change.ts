import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readFitting } from '../fitting.ts';

const changedSchema = z.object({ id: z.string().nullish(), desiredStatus: z.string().nullish() });

export type Changed = { readonly podId: string };

/**
 * Reads what a start or stop answered: the pod, with what it is to be now. RunPod may answer a change before it
 * shows, so a status that has not moved is an answer too; only that of another pod is none.
 */
export function readChange(value: unknown, reader: AnswerReader): CloudResult<Changed> {
  const changed = readFitting(changedSchema, value).value;
  const podId = changed?.id ?? null;
  if (podId !== null) return { ok: true, value: { podId: reader.clean(podId, 64) } };
  return reader.fail('unexpected', 'the answer names no pod', 'Look at the state of the pod.');
}

/** RunPod answers null, without an error, when no machine has room. */
export function nothingFree(reader: AnswerReader): CloudResult<never> {
  const hint = 'Most likely no GPU is free on its machine: try later, or start without GPU to save its data.';
  return reader.fail('no-capacity', 'RunPod answered null, without a reason', hint);
}
