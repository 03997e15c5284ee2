/** What is left of a file when all that does not fit is taken away, so that the rest can be judged in the same reading. */
import type { z } from 'zod';
import { type ProjectValues, projectSchema } from './schema.ts';

/** Stands for what is missing; what is told about it is left out by its path. */
const placeholders = { name: 'name', image: 'image/image', gpu: 'RTX 4090' };

/** @returns null where nothing is left that could be judged. */
export function fittingPart(plain: unknown, issues: readonly z.core.$ZodIssue[]): ProjectValues | null {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return null;
  const kept: unknown = structuredClone(plain);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') takeAway(kept, issue.path);
    else for (const key of issue.keys) takeAway(kept, [...issue.path, key]);
  }
  const parsed = projectSchema.safeParse({ ...placeholders, ...Object(kept) });
  return parsed.success ? parsed.data : null;
}

/** Of a list the whole goes: the places of what is left would no longer be those of the file. */
function takeAway(from: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof from !== 'object' || from === null) return;
  const isLast = rest.length === 0 || typeof rest[0] === 'number';
  if (isLast) Reflect.deleteProperty(from, key);
  else takeAway(Reflect.get(from, key), rest);
}
