/** What the pod is rented and set up with: GPUs, volume, variables. */
import { z } from 'zod';
import { absolutePath, oneOrMany, plainValue, text, wholeGigabytes } from './schema-parts.ts';

const gpuTypes = oneOrMany(text, 'a GPU type, or a list of them in order of wish');
export const gpuSchema = z.union(
  [
    gpuTypes,
    z.strictObject({
      types: gpuTypes.meta({
        description: 'GPU types in order of wish: the first one that is free is rented.',
        examples: [['RTX 4090', 'L40S']],
      }),
      count: z
        .int('expected a whole number from 1 to 32')
        .min(1)
        .max(32)
        .default(1)
        .meta({
          description: 'How many of them the pod gets.',
          examples: [1],
        }),
    }),
  ],
  'expected a GPU type, a list of them in order of wish, or types and count',
);

export const volumeSchema = z.union(
  [
    wholeGigabytes,
    z.strictObject({
      size: wholeGigabytes.meta({ description: "A volume on the pod's own machine.", examples: ['50GB'] }),
      mount: absolutePath.default('/workspace').meta({
        description: 'Where it lies in the pod.',
        examples: ['/workspace'],
      }),
    }),
    z.strictObject({
      network: text.meta({ description: 'Id of a network volume that is there.', examples: ['agv6w2qcg7'] }),
      mount: absolutePath.default('/workspace').meta({
        description: 'Where it lies in the pod.',
        examples: ['/workspace'],
      }),
    }),
  ],
  'expected a size such as 50GB, or size and mount, or network and mount',
);

export const environmentValueSchema = z.union(
  [
    plainValue,
    z.strictObject({
      secret: text.meta({ description: "Name of a secret in RunPod's own store.", examples: ['my_token'] }),
    }),
    z.strictObject({
      fromEnvironment: text.meta({
        description: 'Variable of whoever deploys, read at the deploy.',
        examples: ['HF_TOKEN'],
      }),
    }),
  ],
  'expected text, {secret: NAME} or {fromEnvironment: NAME}',
);
