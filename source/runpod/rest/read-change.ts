/** What a change of a pod was answered with. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readFitting } from '../fitting.ts';

export type Changed = { readonly podId: string };

const changedSchema = z.object({ id: z.string().nullish() });

/**
 * Reads what a change of a pod was answered with: the pod, or nothing. RunPod may answer before the change shows, so a
 * status that has not moved is an answer too; only that of another pod is none.
 */
export function readChange(json: unknown, reader: AnswerReader, podId: string): CloudResult<Changed> {
  if (json === undefined) return { ok: true, value: { podId } };
  const changed = readFitting(changedSchema, json).value?.id ?? null;
  if (changed === podId) return { ok: true, value: { podId } };
  return reader.fail('unexpected', 'the answer names another pod or none', 'Look at the state of the pod.');
}
