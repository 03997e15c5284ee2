/**
 * What may stand in pod-engine.yaml. Types, problems, the schema for editors and the table of docs/project-file.md are all
 * made from this one description; `examples` is what a problem tells people to write.
 */
import { z } from 'zod';
import { buildSchema } from './schema-build.ts';
import { hooksSchema } from './schema-hooks.ts';
import { dollars, duration, oneOrMany, port, text, wholeGigabytes } from './schema-parts.ts';
import { environmentValueSchema, gpuSchema, volumeSchema } from './schema-pod.ts';
import { healthSchema, testCommandSchema, tryOutSchema, verifySchema } from './schema-proof.ts';

const version = z.union(
  [
    z.literal('auto'),
    z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/),
    z.strictObject({
      file: text.meta({ description: 'A JSON file with "version".', examples: ['package.json'] }),
    }),
  ],
  'expected auto, a version such as "1.2.3" in quotes, or {file: package.json}',
);

export const projectSchema = z
  .strictObject({
    name: z
      .string('expected a name')
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/,
        'expected 1 to 50 of a-z, 0-9 and -, no - at either end',
      )
      .meta({ description: 'Names the template, the pods and the ledger.', examples: ['my-app'] }),
    image: text.meta({
      description: 'Repository of the image, with or without its registry; no tag, unless it is prebuilt.',
      examples: ['ghcr.io/acme/my-app'],
    }),
    prebuilt: z
      .boolean('expected true or false')
      .default(false)
      .meta({
        description:
          'The image is built elsewhere: name its tag in image. Nothing is built, tried, pushed or tagged.',
        examples: [true],
      }),
    registry: text.optional().meta({
      description: 'Registry of the image. Without it the one in image, else docker.io.',
      examples: ['ghcr.io'],
    }),
    version: version.default('auto').meta({
      description: "auto: the version of the commit's own tag, else the last release counted up.",
      examples: ['auto'],
    }),
    build: buildSchema.prefault({}).meta({ description: 'How the image is built.' }),
    test: testCommandSchema.optional().meta({
      description: 'Run before the build; when it fails, the deploy ends. Without it nothing is tested.',
      examples: ['npm test'],
    }),
    try: tryOutSchema.default(true).meta({
      description: 'Run the image on this machine before it is pushed.',
      examples: [true],
    }),
    health: healthSchema
      .prefault({})
      .meta({ description: 'How anybody can tell that the application is well.' }),
    ports: z
      .array(port)
      .max(50)
      .optional()
      .meta({
        description: 'Ports of the pod. Without it the port of health by HTTP, and 22/tcp for SSH.',
        examples: [['80/http', '22/tcp']],
      }),
    gpu: gpuSchema.meta({
      description: 'A GPU type, a list in order of wish, or types and count. Short names will do.',
      examples: ['RTX 4090'],
    }),
    cloud: z
      .enum(['secure', 'community', 'any'], 'expected secure, community or any')
      .default('secure')
      .meta({ description: "Which of RunPod's clouds.", examples: ['secure'] }),
    dataCentres: oneOrMany(text, 'a data centre, or a list of them')
      .or(z.array(text).max(0))
      .default([])
      .meta({
        description: 'Data centres in order of wish. Without it any.',
        examples: [['EU-RO-1', 'EU-SE-1']],
      }),
    bid: dollars.optional().meta({
      description: 'Rent as spot, for so many dollars per GPU and hour. Without it on demand.',
      examples: [0.35],
    }),
    maxPricePerHour: dollars.optional().meta({
      description: 'Dollars for the whole pod; nothing dearer is rented. Without it any price.',
      examples: [2.5],
    }),
    disk: wholeGigabytes.default('20GB').meta({
      description: "The container's own disk. What lies on it is lost with every stop and edit.",
      examples: ['20GB'],
    }),
    volume: volumeSchema.optional().meta({
      description: 'A disk that outlives stops. Without it there is none.',
      examples: ['50GB'],
    }),
    env: z
      .record(z.string(), environmentValueSchema)
      .default({})
      .meta({
        description:
          'Variables of the pod: text, {secret: NAME} of RunPod, or {fromEnvironment: NAME} of yours.',
        examples: [{ LOG_LEVEL: 'info' }],
      }),
    startCommand: text.optional().meta({
      description: "In place of the image's own command.",
      examples: ['python serve.py'],
    }),
    registryCredential: text.optional().meta({
      description: "RunPod's name of the credentials that it pulls a private image with.",
      examples: ['ghcr'],
    }),
    podName: text.optional().meta({
      description: 'Name of the pod. Without it the name of the project.',
      examples: ['my-app'],
    }),
    strategy: z
      .enum(['new', 'in-place', 'blue-green'], 'expected new, in-place or blue-green')
      .default('blue-green')
      .meta({
        description:
          'Where a release runs already: one more pod, that pod changed, or a new one in its place.',
        examples: ['blue-green'],
      }),
    ready: z
      .strictObject({
        timeout: duration.default('20m').meta({
          description: 'How long a pod may take from being rented to answering.',
          examples: ['20m'],
        }),
      })
      .prefault({})
      .meta({ description: 'How long a new pod is waited for.' }),
    verify: verifySchema.prefault({}).meta({ description: 'How the running pod is proved.' }),
    hooks: hooksSchema.default({}).meta({
      description: 'Commands before and after steps, as before-build or after-done.',
      examples: [{ 'before-build': 'npm run generate' }],
    }),
  })
  .meta({ title: 'pod-engine.yaml', description: 'How Pod Engine deploys this project.' });

export type ProjectValues = z.infer<typeof projectSchema>;
