/** Pods that were just made, as a deploy knows them. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import type { CreatedPod } from '../deploy-cloud.ts';
import { readFitting } from '../fitting.ts';
import { podIdSchema } from '../read-pod.ts';

/** Never `env`: the answer would bring the variables back. */
export const createdSelection = 'id costPerHr machine { gpuTypeId }';

export const createdSchema = z.object({
  id: podIdSchema,
  costPerHr: z.number().nullish(),
  machine: z.object({ gpuTypeId: z.string().nullish() }).nullish(),
});

/** RunPod answers null, without an error, where nothing that fits is free. */
export function readCreated(value: unknown, reader: AnswerReader): CloudResult<CreatedPod> {
  if (value === null) {
    const hint = 'Most likely nothing that fits is free: try later, or another GPU or region.';
    return reader.fail('no-capacity', 'RunPod answered null, without a reason', hint);
  }
  const { value: created } = readFitting(createdSchema, value);
  if (created !== null) return { ok: true, value: createdPodOf(created, reader) };
  return reader.fail('unexpected', 'the answer names no pod', 'Look at the list of pods.');
}

/** A price of zero is none: RunPod has not worked it out yet. */
export function createdPodOf(
  { id, costPerHr, machine }: z.infer<typeof createdSchema>,
  { clean }: AnswerReader,
): CreatedPod {
  const gpuTypeId = clean(machine?.gpuTypeId ?? '').trim();
  return {
    podId: id,
    gpuTypeId: gpuTypeId === '' || gpuTypeId.toLowerCase() === 'unknown' ? null : gpuTypeId,
    costPerHourDollars: typeof costPerHr === 'number' && costPerHr > 0 ? costPerHr : null,
  };
}
