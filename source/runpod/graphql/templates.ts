import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { Template } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import type { Operation } from './operation.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const variable = z.object({ key: z.string().min(1), value: text }).nullable();

const schema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  imageName: text,
  containerDiskInGb: number,
  volumeInGb: number,
  volumeMountPath: text,
  ports: text,
  env: z.array(variable).nullish(),
  dockerArgs: text,
  containerRegistryAuthId: text,
  readme: text,
});

/**
 * The account's own templates. Other than a pod's, their variables are keys and values. What RunPod leaves out is read
 * as empty, which is how it would be sent.
 */
export const templates: Operation<Record<string, never>, readonly Template[]> = {
  action: () => "list the account's templates",
  kind: 'read',
  document: `query templates { myself { podTemplates {
    id name imageName containerDiskInGb volumeInGb volumeMountPath ports env { key value }
    dockerArgs containerRegistryAuthId readme
  } } }`,
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'podTemplates', reader);
    if (!listed.ok) return listed.failure;
    const known = readEntries(listed.entries, { schema, what: 'template', reader });
    return { ok: true, value: known.map((each) => templateOf(each, reader)) };
  },
};

function templateOf(wire: z.infer<typeof schema>, { clean }: AnswerReader): Template {
  const variables = (wire.env ?? []).flatMap((each) =>
    each === null ? [] : [[clean(each.key), clean(each.value ?? '', longestValue)] as const],
  );
  return {
    id: clean(wire.id),
    name: clean(wire.name),
    image: clean(wire.imageName ?? '', 500),
    containerDiskGigabytes: wire.containerDiskInGb ?? 0,
    volumeGigabytes: wire.volumeInGb ?? 0,
    volumeMountPath: clean(wire.volumeMountPath ?? ''),
    ports: clean(wire.ports ?? '', 1000),
    environment: Object.fromEntries(variables),
    startCommand: wire.dockerArgs ? clean(wire.dockerArgs, longestValue) : null,
    registryCredentialId: wire.containerRegistryAuthId ? clean(wire.containerRegistryAuthId) : null,
    readme: (wire.readme ?? '')
      .slice(0, longestReadme)
      .split('\n')
      .map((line) => clean(line, 1000))
      .join('\n'),
  };
}

const longestValue = 10_000;
const longestReadme = 20_000;
