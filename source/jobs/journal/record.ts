/** A journal is one JSON object a line. A released field is never renamed, and a reader skips records it does not know. */
import { z } from 'zod';
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import { parsedJson } from '../../base/parsed-json.ts';
import { stepIds } from '../model/deploy.ts';
import { decodeEvent } from './decode-event.ts';

export const owner = z.object({
  pid: z.number().int(),
  startTicks: z.string().nullable(),
  bootId: z.string().nullable(),
  host: z.string(),
});

const step = z.enum(stepIds);

export const deployRequest = z.object({
  mode: z.enum(['deploy', 'resume', 'abort', 'rollback']),
  projectFile: z.string(),
  target: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('new') }),
      z.object({ kind: z.literal('in-place'), podId: z.string() }),
      z.object({ kind: z.literal('blue-green'), podId: z.string() }),
    ])
    .nullable(),
  gpuTypeIds: z.array(z.string()).readonly().nullable(),
  dataCentreIds: z.array(z.string()).readonly().nullable(),
  version: z.string().nullable(),
  allowDirty: z.boolean(),
  only: z.array(step).readonly(),
  from: step.nullable(),
  skip: z.array(step).readonly(),
  isForced: z.boolean(),
  releaseId: z.string().nullable(),
  deployId: z.string().nullable(),
});

const jobArguments = z.object({
  isQuick: z.boolean().optional(),
  isForced: z.boolean().optional(),
  outwardUrl: z.string().nullable().optional(),
  isOutside: z.boolean().optional(),
  findingId: z.string().optional(),
  command: z.string().optional(),
  isDryRun: z.boolean().optional(),
  baseline: z.string().nullable().optional(),
  expectChanged: z.array(z.string()).readonly().optional(),
  saveAs: z.string().nullable().optional(),
  deploy: deployRequest.optional(),
});

const state = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('running'), sinceMs: z.number() }),
  z.object({ kind: z.literal('parted'), sinceMs: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('stopping'), how: z.enum(['asked', 'term', 'kill']), sinceMs: z.number() }),
  z.object({
    kind: z.literal('ended'),
    atMs: z.number(),
    verdict: z.enum(['pass', 'fail', 'inconclusive', 'stopped']),
    text: z.string(),
    exitCode: z.number().int(),
  }),
  z.object({ kind: z.literal('left'), reason: z.string() }),
]);

const record = z.discriminatedUnion('record', [
  /** The first line. */
  z.object({
    record: z.literal('job'),
    schema: z.literal(1),
    id: z.string(),
    number: z.number().int(),
    kind: z.enum(['diagnose', 'benchmark', 'optimise', 'fix', 'deploy']),
    arguments: jobArguments,
    pods: z.array(z.object({ id: z.string(), name: z.string() })).min(1),
    startedAtMs: z.number(),
    profile: z.string(),
    owner,
  }),
  /** Another console took it over; it counts where `replaces` is the owner until then. */
  z.object({ record: z.literal('owner'), owner, replaces: owner }),
  /** It lives in the pod, under this id. */
  z.object({ record: z.literal('remote'), podId: z.string(), remoteId: z.string() }),
  z.object({ record: z.literal('state'), podId: z.string(), state }),
  z.object({
    record: z.literal('event'),
    podId: z.string(),
    /** The event's own number in the pod, from which a reader goes on. */
    remoteSequence: z.number().int().optional(),
    event: z.unknown(),
  }),
  /** So many events found no room. */
  z.object({ record: z.literal('dropped'), count: z.number().int() }),
  /** The last line: how each run stood in the end. */
  z.object({
    record: z.literal('ended'),
    runs: z.array(z.object({ podId: z.string(), state, livesInPod: z.boolean() })),
  }),
]);

type Raw = z.infer<typeof record>;

export type JournalRecord =
  | Exclude<Raw, { record: 'event' }>
  | (Omit<Extract<Raw, { record: 'event' }>, 'event'> & { readonly event: JobEvent });

/** With its newline. JSON escapes those within strings, so there is never a second one. */
export function encodeRecord(given: JournalRecord): string {
  return `${JSON.stringify(given)}\n`;
}

/** null: garbled, or of a newer console. */
export function decodeRecord(line: string): JournalRecord | null {
  const parsed = record.safeParse(parsedJson(line));
  if (!parsed.success) return null;
  if (parsed.data.record !== 'event') return parsed.data;
  const event = decodeEvent(parsed.data.event);
  return event === null ? null : { ...parsed.data, event };
}
