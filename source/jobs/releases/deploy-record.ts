/** A deploy's journal is one JSON object a line. A released field is never renamed, and a reader skips records it does not know. */
import { z } from 'zod';
import { deployRequest, owner } from '../journal/record.ts';
import { stepIds } from '../model/deploy.ts';
import { releaseSchema, verdictSchema } from './release-schema.ts';

const step = z.enum(stepIds);
const atMs = z.number();
/** Counts up from 1 within a deploy. */
const effect = z.number().int().positive();

const record = z.discriminatedUnion('record', [
  /** The first line. */
  z.object({
    record: z.literal('begin'),
    schema: z.literal(1),
    deployId: z.string(),
    request: deployRequest,
    /** As its file said when the deploy began: that file may have changed by the time it goes on. */
    project: z.unknown(),
    /** The release that ran then, and the one that a rollback brings back. */
    running: releaseSchema.nullable(),
    wanted: releaseSchema.nullable(),
    ...{ who: z.string(), owner, atMs },
  }),
  /** Another console goes on with it, or takes it back. */
  z.object({
    record: z.literal('taken'),
    mode: z.enum(['resume', 'abort']),
    ...{ who: z.string(), owner, atMs },
  }),
  z.object({ record: z.literal('step-began'), step, atMs }),
  /** Is about to be done. From here on it may have happened. */
  z.object({
    record: z.literal('intent'),
    ...{ effect, step, atMs },
    kind: z.string(),
    key: z.string(),
    details: z.unknown(),
  }),
  z.object({ record: z.literal('done'), effect, result: z.unknown(), atMs }),
  /** It was looked after, and has not happened. */
  z.object({ record: z.literal('did-not'), effect, atMs }),
  z.object({ record: z.literal('undone'), effect, text: z.string(), atMs }),
  z.object({ record: z.literal('not-undone'), effect, text: z.string(), advice: z.string(), atMs }),
  z.object({
    record: z.literal('step-ended'),
    step,
    outcome: z.enum(['pass', 'warn', 'skipped', 'fail', 'inconclusive']),
    text: z.string(),
    /** null where it did not come so far. */
    facts: z.unknown(),
    atMs,
  }),
  /** From here on there is only a way back. */
  z.object({
    record: z.literal('undoing'),
    verdict: z.enum(['fail', 'stopped']),
    /** Why, one sentence, e.g. "Failed at push: …". */
    text: z.string(),
    atMs,
  }),
  /** `isFinal` is false where it can still be resumed or aborted. */
  z.object({
    record: z.literal('end'),
    verdict: verdictSchema,
    text: z.string(),
    isFinal: z.boolean(),
    atMs,
  }),
]);

export type DeployRecord = Readonly<z.infer<typeof record>>;

/** null: of a newer console, or not whole. */
export function deployRecordOf(value: unknown): DeployRecord | null {
  const read = record.safeParse(value);
  return read.success ? read.data : null;
}
