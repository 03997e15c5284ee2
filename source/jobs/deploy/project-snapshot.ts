/** A project as a deploy's journal has it, checked: the deploy goes on with what it was begun with, whatever the file says by now. */
import { z } from 'zod';
import { stepIds } from '../model/deploy.ts';
import type { HookName, Project } from '../project/project.ts';
import { podConfigurationSchema } from '../releases/release-schema.ts';

/** null: a console of another version wrote it. */
export function projectOf(value: unknown): Project | null {
  const read = project.safeParse(value);
  return read.success ? read.data : null;
}

const texts = z.record(z.string(), z.string());

const version = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('automatic') }),
  z.looseObject({ kind: z.literal('fixed'), version: z.string() }),
  z.looseObject({ kind: z.literal('file'), path: z.string() }),
]);

const build = z.looseObject({
  context: z.string(),
  dockerfile: z.string(),
  target: z.string().nullable(),
  arguments: texts,
  secrets: texts,
  timeoutMs: z.number(),
  maxSizeBytes: z.number().nullable(),
});

const verify = z.looseObject({
  times: z.number(),
  everyMs: z.number(),
  timeoutMs: z.number(),
  soakMs: z.number(),
  benchmark: z.looseObject({ isQuick: z.boolean(), baseline: z.string().nullable() }).nullable(),
});

const hookNames: readonly HookName[] = stepIds.flatMap((id): readonly HookName[] => [
  `before-${id}`,
  `after-${id}`,
]);
const command = z.looseObject({ command: z.string(), timeoutMs: z.number() });

const project: z.ZodType<Project> = z.looseObject({
  file: z.string(),
  folder: z.string(),
  name: z.string(),
  registry: z.string(),
  repository: z.string(),
  ...{ version, build },
  prebuilt: z.looseObject({ tag: z.string() }).exactOptional(),
  test: command.nullable(),
  health: z.looseObject({
    port: z.number(),
    path: z.string(),
    paths: z.array(z.string()),
    headers: z.record(z.string(), z.string().nullable()),
  }),
  try: z.looseObject({ isOn: z.boolean(), timeoutMs: z.number(), stopWithinMs: z.number() }),
  ready: z.looseObject({ timeoutMs: z.number() }),
  verify,
  strategy: z.enum(['new', 'in-place', 'blue-green']),
  maxDollarsPerHour: z.number().nullable(),
  pod: podConfigurationSchema,
  hooks: z.partialRecord(z.enum(hookNames), command),
});
