/** The account's own templates, of pods and of serverless workers alike. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import type { Template, TemplateInput } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import { askAll, type ListOperation } from './list.ts';
import { type Operation, pathOf } from './operation.ts';
import { mountsSchema } from './pod-wire.ts';
import { portList } from './port-list.ts';
import { readNew, readNothing } from './read-new.ts';
import type { Wire } from './wire.ts';

const text = z.string().nullish();

const schema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  image: text,
  disk: z.number().nullish(),
  mounts: mountsSchema,
  ports: z.array(z.string().nullable()).nullish(),
  env: z.record(z.string(), text).nullish(),
  args: text,
  registry: text,
});

/** What RunPod leaves out is read as empty, which is how it would be sent. REST v2 has no readme. */
export const templates: ListOperation<null, Template> = {
  action: () => "list the account's templates",
  path: () => '/templates',
  key: 'templates',
  isPaged: true,
  read: (entries, reader) => ({
    ok: true,
    value: readEntries(entries, { schema, what: 'template', reader }).map((each) => templateOf(each, reader)),
  }),
};

type SaveTemplate = TemplateInput & { readonly id: string | null };

/** Makes a template, or changes the one of that id. */
export const saveTemplate: Operation<SaveTemplate, { readonly id: string }> = {
  action: ({ id, name }) => `${id === null ? 'make' : 'change'} the template "${name}"`,
  request: (template) => ({
    method: template.id === null ? 'POST' : 'PATCH',
    path: template.id === null ? '/templates' : pathOf`/templates/${template.id}`,
    body: templateBody(template),
  }),
  read(json, reader, { readme }) {
    if (readme !== '') {
      const hint = "The template itself is as it was asked for. RunPod's GraphQL API has readmes.";
      reader.note('unsupported', "its readme was left out: RunPod's REST v2 has none", hint);
    }
    return readNew(json, reader, 'template');
  },
};

/** By its name: names are unique in an account. RunPod refuses it while something uses the template. */
export async function deleteTemplate(
  wire: Wire,
  name: string,
  signal?: AbortSignal,
): Promise<CloudResult<null>> {
  const listed = await askAll(wire, { list: templates, input: null, signal });
  if (!listed.ok) return listed;
  const template = listed.value.find((each) => each.name === name);
  if (template !== undefined) return wire.ask(deleteOperation, { id: template.id, name }, signal);
  return {
    ok: false,
    code: 'not-found',
    message: `Cannot delete the template "${name}": the account has none of that name.`,
    hint: 'It may have been deleted or renamed, or belong to another account.',
    retryAfterMs: null,
  };
}

const deleteOperation: Operation<{ readonly id: string; readonly name: string }, null> = {
  action: ({ name }) => `delete the template "${name}"`,
  request: ({ id }) => ({ method: 'DELETE', path: pathOf`/templates/${id}` }),
  read: readNothing,
};

/** A volume that is left out stays as it was: RunPod cannot be told to take it out of a template. */
function templateBody(template: SaveTemplate): Readonly<Record<string, unknown>> {
  const { volumeGigabytes, volumeMountPath } = template;
  return {
    name: template.name,
    image: template.image,
    disk: template.containerDiskGigabytes,
    ...(volumeGigabytes > 0
      ? { mounts: { persistent: { size: volumeGigabytes, path: volumeMountPath } } }
      : {}),
    ports: portList(template.ports),
    env: template.environment,
    args: template.startCommand ?? '',
    registry: template.registryCredentialId,
    public: false,
    serverless: false,
    startSsh: true,
    startJupyter: false,
  };
}

function templateOf(wire: z.infer<typeof schema>, { clean }: AnswerReader): Template {
  const variables = Object.entries(wire.env ?? {}).map(
    ([name, value]) => [clean(name), clean(value ?? '', longestValue)] as const,
  );
  const ports = (wire.ports ?? []).filter((port) => port !== null);
  return {
    id: clean(wire.id),
    name: clean(wire.name),
    image: clean(wire.image ?? '', 500),
    containerDiskGigabytes: wire.disk ?? 0,
    volumeGigabytes: wire.mounts?.persistent?.size ?? 0,
    volumeMountPath: clean(wire.mounts?.persistent?.path ?? ''),
    ports: clean(ports.join(','), 1000),
    environment: Object.fromEntries(variables),
    startCommand: wire.args ? clean(wire.args, longestValue) : null,
    registryCredentialId: wire.registry ? clean(wire.registry) : null,
    readme: '',
  };
}

const longestValue = 10_000;
