import type { z } from 'zod';

export type Fitted<Value> = {
  /** null when even what cannot be missed does not fit. */
  readonly value: Value | null;
  /** What did not fit and was read as null, e.g. "runtime.ports.0.ip: expected string, received number". */
  readonly misfits: readonly string[];
};

/**
 * Reads a value by a schema whose fields may mostly be null. A part that does not fit becomes null, so that one field
 * that changed its type costs that field, not the pod, and is told.
 */
export function readFitting<Value>(schema: z.ZodType<Value>, value: unknown): Fitted<Value> {
  const first = schema.safeParse(value);
  if (first.success) return { value: first.data, misfits: [] };
  const misfits = first.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`,
  );
  const repaired = first.error.issues.reduce<unknown>((whole, issue) => withNullAt(whole, issue.path), value);
  const second = schema.safeParse(repaired);
  return { value: second.success ? second.data : null, misfits };
}

function withNullAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? withNullAt(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === key ? withNullAt(item, rest) : item]),
  );
}
