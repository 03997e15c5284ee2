/** A release as it comes back from the disk, checked. */
import { z } from 'zod';
import type { EnvironmentReference, PodConfiguration, Release } from '../model/release.ts';

const reference: z.ZodType<EnvironmentReference> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plain'), value: z.string() }),
  z.object({ kind: z.literal('secret'), secretName: z.string() }),
  z.object({ kind: z.literal('environment'), variable: z.string() }),
]);

export const podConfigurationSchema: z.ZodType<PodConfiguration> = z.object({
  podName: z.string(),
  gpuTypeIds: z.array(z.string()),
  gpuCount: z.number(),
  cloud: z.enum(['secure', 'community', 'any']),
  dataCentreIds: z.array(z.string()),
  bidPerGpuDollars: z.number().nullable(),
  containerDiskGigabytes: z.number(),
  volume: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('local'), gigabytes: z.number(), mountPath: z.string() }),
    z.object({ kind: z.literal('network'), volumeId: z.string(), mountPath: z.string() }),
  ]),
  ports: z.array(z.object({ port: z.number(), protocol: z.enum(['http', 'tcp']) })),
  environment: z.record(z.string(), reference),
  startCommand: z.string().nullable(),
  registryCredential: z.string().nullable(),
});

export const verdictSchema = z.enum(['pass', 'fail', 'inconclusive', 'stopped']);

export const releaseSchema: z.ZodType<Release> = z.object({
  schema: z.literal(1),
  id: z.string().regex(/^r[1-9]\d{0,8}$/),
  deployId: z.string(),
  how: z.enum(['deploy', 'rollback']),
  of: z.string().nullable(),
  projectName: z.string(),
  projectFile: z.string(),
  version: z.string(),
  commit: z.string().nullable(),
  isDirty: z.boolean(),
  image: z.object({ reference: z.string(), digest: z.string() }).nullable(),
  templateId: z.string().nullable(),
  podIds: z.array(z.string()),
  costPerHourDollars: z.number().nullable(),
  configuration: podConfigurationSchema,
  who: z.string(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  verdict: verdictSchema.nullable(),
  text: z.string(),
});
