/** A pod of REST v2 as it comes (the schema `Pod` of its description), but for its variables, which hold keys. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import { podIdSchema, readPodBy } from '../read-pod.ts';

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

/** As `readPodBy`. */
export function readPod(json: unknown, how: { what: string; reader: AnswerReader }): PodWire | null {
  return readPodBy(podWireSchema, json, how);
}
