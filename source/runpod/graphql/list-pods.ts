import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import { readFitting } from '../fitting.ts';
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

/** null when it has no usable id. `what` names it in a note. */
export function readPod({
  pod,
  what,
  reader,
}: {
  pod: unknown;
  what: string;
  reader: AnswerReader;
}): PodWire | null {
  const { value, misfits } = readFitting(podWireSchema, pod);
  if (value !== null && reader.clean(value.id) !== value.id) {
    reader.note(
      'unexpected',
      `${what} was left out: its id is not fit to be shown`,
      'Look at it in the web console.',
    );
    return null;
  }
  if (misfits.length > 0) {
    const shown = misfits.slice(0, 3).join('; ');
    const name = value === null ? `${what} was left out` : `pod ${value.id} is shown in part`;
    reader.note(
      'unexpected',
      `${name} (${shown})`,
      'RunPod may have changed its API: look for a newer pod-engine.',
    );
  }
  return value;
}
