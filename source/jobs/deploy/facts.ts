/**
 * What the steps of a deploy have found out and made, each under its own step. It stands in the deploy's journal, so that
 * a later console goes on from it, and beside the project, so that an unchanged step need not be done again. No secrets.
 */
import { z } from 'zod';

const preflight = z.object({
  version: z.string(),
  /** Full hash; null outside of git. */
  commit: z.string().nullable(),
  isDirty: z.boolean(),
  /** Clean, and of a commit: such a release may be tagged and rolled back to. */
  isPromotable: z.boolean(),
  /** Of every file that the build may read; changes with any of them. */
  sourceHash: z.string(),
  /** Of the container engine. */
  engine: z.object({
    kind: z.enum(['docker', 'podman', 'buildah']),
    program: z.string(),
    version: z.string(),
  }),
});

const test = z.object({ command: z.string().nullable() });

const build = z.object({
  /** registry/repository:version, as the engine has it. */
  reference: z.string(),
  /** Of the image's configuration, sha256:…: what the engine calls its id. */
  imageId: z.string(),
  sizeBytes: z.number(),
});

const tryOut = z.object({ tookMs: z.number(), healthyAfterMs: z.number().nullable() });

/** The manifest's digest as the registry has it, read back. */
const push = z.object({ reference: z.string(), digest: z.string() });

const tag = z.object({ name: z.string().nullable(), remote: z.string().nullable() });

const template = z.object({ id: z.string(), name: z.string(), image: z.string() });

const pod = z.object({
  podId: z.string(),
  podName: z.string(),
  how: z.enum(['new', 'in-place', 'blue-green', 'unchanged']),
  /** Of blue/green: the pod that is to be stopped in the end. */
  previousPodId: z.string().nullable(),
  gpuTypeId: z.string().nullable(),
  gpuCount: z.number(),
  costPerHourDollars: z.number().nullable(),
});

const ready = z.object({ tookMs: z.number(), bootId: z.string().nullable() });

const verify = z.object({
  by: z.array(z.enum(['proxy', 'ssh'])),
  url: z.string().nullable(),
  bootId: z.string().nullable(),
});

const done = z.object({ markdownPath: z.string().nullable() });

export const factsSchemas = {
  preflight,
  test,
  build,
  try: tryOut,
  push,
  tag,
  template,
  pod,
  ready,
  verify,
  done,
};

export type DeployFacts = {
  readonly [Id in keyof typeof factsSchemas]?: Readonly<z.infer<(typeof factsSchemas)[Id]>>;
};

/** A fact that a step before must have left. */
export function factOf<Id extends keyof DeployFacts>(
  facts: DeployFacts,
  id: Id,
): NonNullable<DeployFacts[Id]> {
  const fact = facts[id];
  // The pipeline runs no step whose earlier facts are missing, so this would be a fault of ours.
  if (fact === undefined) throw new Error(`The step "${id}" has left nothing to go on from.`);
  return fact;
}
