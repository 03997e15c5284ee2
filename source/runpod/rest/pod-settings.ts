/** A pod's settings, as an edit starts from them. */
import { z } from 'zod';
import type { PodSettings } from '../../fleet/pod-settings.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readFitting } from '../fitting.ts';
import { createdPodOf, createdSchema } from './created-pod.ts';
import { environmentSchema, readEnvironment } from './environment.ts';
import { type Operation, pathOf } from './operation.ts';
import { mountsSchema } from './pod-wire.ts';

const text = z.string().nullish();

const schema = createdSchema.extend({
  name: text,
  image: text,
  args: text,
  disk: z.number().nullish(),
  mounts: mountsSchema,
  ports: z.array(z.string()).nullish(),
  env: environmentSchema.nullable(),
  gpu: z.object({ id: text, count: z.number().nullish() }).nullish(),
});

/**
 * A pod as it can be edited. A pod whose variables RunPod does not tell is a failure: an edit sends all of them, and would
 * take away those that are not known.
 */
export const podSettings: Operation<{ readonly podId: string }, PodSettings> = {
  action: ({ podId }) => `read the settings of pod ${podId}`,
  request: ({ podId }) => ({ method: 'GET', path: pathOf`/pods/${podId}` }),
  read(json, reader): CloudResult<PodSettings> {
    const { value: wire, misfits } = readFitting(schema, json);
    if (wire !== null && wire.env !== null && !misfits.some((each) => each.startsWith('env'))) {
      return { ok: true, value: settingsOf(wire, wire.env, reader) };
    }
    const what = wire === null ? 'the answer is not a pod' : 'the answer lacks the variables of the pod';
    return reader.fail('unexpected', what, 'RunPod may have changed its API: look for a newer pod-engine.');
  },
};

function settingsOf(
  wire: z.infer<typeof schema>,
  variables: z.infer<typeof environmentSchema>,
  reader: AnswerReader,
): PodSettings {
  const { clean } = reader;
  const { persistent, network } = wire.mounts ?? {};
  const path = persistent?.path ?? network?.find((each) => each !== null)?.path;
  return {
    ...createdPodOf(wire, reader),
    name: clean(wire.name ?? wire.id),
    image: clean(wire.image ?? '', 500),
    ports: clean((wire.ports ?? []).join(','), 1000),
    containerDiskGigabytes: wire.disk ?? null,
    volumeGigabytes: wire.mounts ? (persistent?.size ?? 0) : null,
    volumeMountPath: path ? clean(path) : null,
    startCommand: wire.args ? clean(wire.args, 10_000) : null,
    environment: readEnvironment(variables, reader),
    gpuCount: wire.gpu?.count ?? null,
  };
}
