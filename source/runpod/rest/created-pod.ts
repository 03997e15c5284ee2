/** Pods that were just made, as a deploy knows them. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CreatedPod } from '../deploy-cloud.ts';
import { podIdSchema } from '../read-pod.ts';

export const createdSchema = z.object({
  id: podIdSchema,
  cost: z.number().nullish(),
  gpu: z.object({ id: z.string().nullish() }).nullish(),
});

/** A price of zero is none: it has not been worked out yet. */
export function createdPodOf(
  { id, cost, gpu }: z.infer<typeof createdSchema>,
  { clean }: AnswerReader,
): CreatedPod {
  const gpuTypeId = clean(gpu?.id ?? '').trim();
  return {
    podId: id,
    gpuTypeId: gpuTypeId === '' ? null : gpuTypeId,
    costPerHourDollars: typeof cost === 'number' && cost > 0 ? cost : null,
  };
}
