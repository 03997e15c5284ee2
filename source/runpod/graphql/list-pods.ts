import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import { readFitting } from '../fitting.ts';
import { readPodBy } from '../read-pod.ts';
import { checkKeyHint } from '../trouble.ts';
import type { Operation } from './operation.ts';
import { type PodWire, podSelection, podWireSchema } from './pod-wire.ts';

const myselfSchema = z.object({ pods: z.array(z.unknown()).nullish() });

/**
 * Every pod of the account; terminated ones are not among them. An entry without a usable id is left out and noted:
 * there is nothing to know it by. Anything else that does not fit costs the pod that one field, with a note, because
 * a pod that is missing from the list counts as gone.
 */
export const listPods: Operation<Record<string, never>, readonly PodWire[]> = {
  action: () => 'list the pods',
  kind: 'read',
  document: `query listPods { myself { pods {${podSelection} } } }`,
  root: 'myself',
  read(value, reader) {
    if (value === null)
      return reader.fail('unauthorised', 'RunPod answered as to nobody (myself is null)', checkKeyHint);
    const pods = readFitting(myselfSchema, value).value?.pods ?? null;
    if (pods === null) {
      return reader.fail(
        'unexpected',
        'RunPod answered without a list',
        'Try again; an empty account has an empty list.',
      );
    }
    return {
      ok: true,
      value: pods.flatMap((pod, index) => readPod({ pod, what: `entry ${index + 1}`, reader }) ?? []),
    };
  },
};

/** As `readPodBy`. */
export function readPod({
  pod,
  ...how
}: {
  pod: unknown;
  what: string;
  reader: AnswerReader;
}): PodWire | null {
  return readPodBy(podWireSchema, pod, how);
}
