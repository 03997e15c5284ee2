/** A pod of REST v2 as it comes (the schema `Pod` of its description), but for its variables, which hold keys. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import { readFitting } from '../fitting.ts';

const text = z.string().nullish();
const number = z.number().nullish();

const portSchema = z.object({ private: number, public: number, type: text, ip: text }).nullable();

const useSchema = z.object({ util: number }).nullish();

const runtimeSchema = z.object({
  uptime: number,
  ports: z.array(portSchema).nullish(),
  gpus: z.array(z.object({ util: number, memoryUtil: number }).nullable()).nullish(),
  cpu: useSchema,
  memory: useSchema,
});

const endpointSchema = z.object({ host: text, port: number, username: text }).nullish();

/** Ids are put into addresses and shown, so nothing else may stand in one. */
export const podIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected letters, digits, "-" and "_"');

export const mountsSchema = z
  .object({
    persistent: z.object({ size: number, path: text }).nullish(),
    network: z.array(z.object({ volumeId: text, path: text }).nullable()).nullish(),
  })
  .nullish();

/**
 * Only the id cannot be missed: a pod that lacks another field is still there and still costs money. Enumerations are
 * read as text, so that a new word is one pod's unknown state rather than the end of the list.
 */
export const podWireSchema = z.object({
  id: podIdSchema,
  name: text,
  status: text,
  actions: z.array(z.string().nullable()).nullish(),
  image: text,
  args: text,
  disk: number,
  mounts: mountsSchema,
  // The counts of CPUs and memory came to `gpu` later than the description.
  gpu: z.object({ id: text, count: number, vcpuCount: number, memory: number }).nullish(),
  cpu: z.object({ id: text, vcpuCount: number, memory: number }).nullish(),
  cloud: text,
  dataCenterId: text,
  ssh: z.object({ proxy: endpointSchema, direct: endpointSchema }).nullish(),
  cost: number,
  locked: z.boolean().nullish(),
  runtime: runtimeSchema.nullish(),
  startedAt: text,
});

export type PodWire = z.infer<typeof podWireSchema>;
export type RuntimeWire = z.infer<typeof runtimeSchema>;
export type EndpointWire = z.infer<typeof endpointSchema>;

/**
 * Reads one pod. A field that does not fit costs that field, with a note: a pod that is missing from the list counts
 * as gone. null, with a note, where it has no usable id: there is nothing to know it by. `what` names it then.
 */
export function readPod(
  json: unknown,
  { what, reader }: { what: string; reader: AnswerReader },
): PodWire | null {
  const { value, misfits } = readFitting(podWireSchema, json);
  if (value !== null && reader.clean(value.id) !== value.id) {
    const reason = `${what} was left out: its id is not fit to be shown`;
    reader.note('unexpected', reason, 'Look at it in the web console.');
    return null;
  }
  if (misfits.length > 0) {
    const shown = misfits.slice(0, 3).join('; ');
    const name = value === null ? `${what} was left out` : `pod ${value.id} is shown in part`;
    const hint = 'RunPod may have changed its API: look for a newer pod-engine.';
    reader.note('unexpected', `${name} (${shown})`, hint);
  }
  return value;
}
