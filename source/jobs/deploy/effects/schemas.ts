/** Details and results of effects as they come back from a journal, checked. */
import { z } from 'zod';
import { releaseSchema } from '../../releases/release-schema.ts';
import type { EffectDetails, EffectKind, EffectResults } from './effect.ts';

/** null: a newer console wrote them, or they are garbled. */
export function detailsOf<Kind extends EffectKind>(kind: Kind, value: unknown): EffectDetails[Kind] | null {
  const read = details[kind].safeParse(value);
  return read.success ? read.data : null;
}

export function resultOf<Kind extends EffectKind>(kind: Kind, value: unknown): EffectResults[Kind] | null {
  const read = results[kind].safeParse(value);
  return read.success ? read.data : null;
}

export function isEffectKind(kind: string): kind is EffectKind {
  return Object.hasOwn(details, kind);
}

const pod = z.looseObject({ podId: z.string(), podName: z.string() });

const details: { readonly [Kind in EffectKind]: z.ZodType<EffectDetails[Kind]> } = {
  'local-container': z.looseObject({ program: z.string(), label: z.string() }),
  'image-pushed': z.looseObject({
    registry: z.string(),
    repository: z.string(),
    tag: z.string(),
    digestBefore: z.string().nullable(),
  }),
  'git-tag': z.looseObject({ folder: z.string(), name: z.string(), commit: z.string() }),
  'git-tag-pushed': z.looseObject({ folder: z.string(), name: z.string(), remote: z.string() }),
  'template-saved': z.looseObject({
    name: z.string(),
    before: z.looseObject({ id: z.string(), image: z.string(), input: z.unknown() }).nullable(),
    image: z.string(),
  }),
  'pod-created': z.looseObject({ deployId: z.string(), podName: z.string() }),
  'pod-edited': z.looseObject({
    podId: z.string(),
    deployId: z.string(),
    image: z.string(),
    before: z.looseObject({
      image: z.string(),
      ports: z.string(),
      containerDiskGigabytes: z.number().nullable(),
      startCommand: z.string().nullable(),
      release: releaseSchema.nullable(),
    }),
  }),
  'pod-stopped': pod,
  'pod-started': pod,
};

const podId = z.looseObject({ podId: z.string() });
const isOurs = z.looseObject({ isOurs: z.boolean() });

const results: { readonly [Kind in EffectKind]: z.ZodType<EffectResults[Kind]> } = {
  'local-container': z.looseObject({ containerId: z.string() }),
  'image-pushed': z.looseObject({ digest: z.string() }),
  'git-tag': isOurs,
  'git-tag-pushed': isOurs,
  'template-saved': z.looseObject({ id: z.string() }),
  'pod-created': z.looseObject({
    podId: z.string(),
    gpuTypeId: z.string().nullable(),
    costPerHourDollars: z.number().nullable(),
  }),
  'pod-edited': podId,
  'pod-stopped': podId,
  'pod-started': podId,
};
