import { z } from 'zod';
import type { TemplateInput } from '../deploy-cloud.ts';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';

export type SaveTemplate = TemplateInput & { readonly id: string | null };

const savedSchema = z.object({ id: z.string().min(1) });

/** Makes a template, or changes the one of that id. Empty texts and lists are sent as such: RunPod misses them otherwise. */
export const saveTemplate: Operation<SaveTemplate, { readonly id: string }> = {
  action: ({ id, name }) => `${id === null ? 'make' : 'change'} the template "${name}"`,
  kind: 'write',
  document: 'mutation saveTemplate($input: SaveTemplateInput!) { saveTemplate(input: $input) { id } }',
  root: 'saveTemplate',
  sent: (template) => ({
    input: {
      ...(template.id === null ? {} : { id: template.id }),
      name: template.name,
      imageName: template.image,
      containerDiskInGb: template.containerDiskGigabytes,
      volumeInGb: template.volumeGigabytes,
      volumeMountPath: template.volumeMountPath,
      ports: template.ports,
      env: Object.entries(template.environment).map(([key, value]) => ({ key, value })),
      dockerArgs: template.startCommand ?? '',
      containerRegistryAuthId: template.registryCredentialId ?? '',
      readme: template.readme,
      isPublic: false,
      isServerless: false,
      startSsh: true,
      startJupyter: false,
    },
  }),
  read(value, reader) {
    const saved = readFitting(savedSchema, value).value;
    if (saved !== null) return { ok: true, value: { id: reader.clean(saved.id) } };
    return reader.fail(
      'unexpected',
      'the answer names no template',
      "Look at the account's templates in the web console.",
    );
  },
};
