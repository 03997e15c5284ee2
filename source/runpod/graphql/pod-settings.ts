import { z } from 'zod';
import type { PodSettings } from '../../fleet/pod-settings.ts';
import type { AnswerReader } from '../answer-reader.ts';
import { readFitting } from '../fitting.ts';
import { readEnvironment } from './environment.ts';
import type { Operation } from './operation.ts';
import { createdPodOf, createdSchema, createdSelection } from './read-created.ts';

const text = z.string().nullish();
const number = z.number().nullish();

const schema = createdSchema.extend({
  name: text,
  imageName: text,
  ports: text,
  containerDiskInGb: number,
  volumeInGb: number,
  volumeMountPath: text,
  dockerArgs: text,
  env: z.array(z.string().nullable()).nullable(),
  gpuCount: number,
});

/**
 * A pod as it can be edited. Its variables become secrets before anything else is done with them. A pod whose variables
 * RunPod does not tell is a failure: an edit sends all of them, and would take away those that are not known.
 */
export const podSettings: Operation<{ readonly podId: string }, PodSettings> = {
  action: ({ podId }) => `read the settings of pod ${podId}`,
  kind: 'read',
  document: `query podSettings($podId: String!) { pod(input: { podId: $podId }) {
    ${createdSelection} name imageName ports containerDiskInGb volumeInGb volumeMountPath dockerArgs env gpuCount
  } }`,
  root: 'pod',
  read(value, reader) {
    if (value === null) {
      const hint = 'It may have been terminated, or belong to another account.';
      return reader.fail('not-found', 'RunPod knows no such pod', hint);
    }
    const { value: wire, misfits } = readFitting(schema, value);
    if (wire !== null && wire.env !== null && !misfits.some((each) => each.startsWith('env'))) {
      return { ok: true, value: settingsOf(wire, wire.env, reader) };
    }
    const what = wire === null ? 'the answer is not a pod' : 'the answer lacks the variables of the pod';
    return reader.fail('unexpected', what, 'RunPod may have changed its API: look for a newer pod-engine.');
  },
};

function settingsOf(
  wire: z.infer<typeof schema>,
  lines: readonly (string | null)[],
  reader: AnswerReader,
): PodSettings {
  const { clean } = reader;
  return {
    ...createdPodOf(wire, reader),
    name: clean(wire.name ?? wire.id),
    image: clean(wire.imageName ?? '', 500),
    ports: clean(wire.ports ?? '', 1000),
    containerDiskGigabytes: wire.containerDiskInGb ?? null,
    volumeGigabytes: wire.volumeInGb ?? null,
    volumeMountPath: wire.volumeMountPath ? clean(wire.volumeMountPath) : null,
    startCommand: wire.dockerArgs ? clean(wire.dockerArgs, 10_000) : null,
    environment: readEnvironment(lines, reader),
    gpuCount: wire.gpuCount ?? null,
  };
}
