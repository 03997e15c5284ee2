/** What a container is made of, in bodies: the same fields for pods and templates. */
import { z } from 'zod';

export const text = z.string().min(1);
export const cudaVersion = z.string().regex(/^\d+\.\d+$/, "does not match pattern '^\\d+\\.\\d+$'");

/** Parts of a shape, to be spread into it. */
export const containerFields = {
  args: z.string().optional(),
  disk: z.int().min(1).optional(),
  env: z.record(z.string(), z.string()).optional(),
  image: z.string().optional(),
  ports: z.array(z.string()).optional(),
  registry: z.string().nullable().optional(),
};

export const persistentMount = z.strictObject({ size: z.int().min(10), path: z.string() });

export const podMounts = z.strictObject({
  persistent: persistentMount.optional(),
  network: z
    .array(z.strictObject({ volumeId: z.string(), path: z.string() }))
    .max(1)
    .optional(),
});

export type PodMounts = z.infer<typeof podMounts>;
export const templateMounts = z.strictObject({ persistent: persistentMount.optional() });
