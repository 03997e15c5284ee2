/** Checks what came against a shape, and names each misfit as RunPod's own checker does: `$.action: value must be one of 'start', 'stop'`. */
import type { z } from 'zod';
import { invalid } from './problem.ts';

/** Throws a 422 with every misfit. */
export function checked<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap((issue) => told(issue, body)));
}

function told(issue: z.core.$ZodIssue, body: unknown): readonly string[] {
  const place = `$${issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return [`${place}: additional properties ${quoted(issue.keys)} not allowed`];
    case 'invalid_value':
      return [`${place}: value must be one of ${quoted(issue.values.map(String))}`];
    case 'too_small':
      return [`${place}: ${lengthWord(issue.origin, 'min')}: want ${issue.minimum}`];
    case 'too_big':
      return [`${place}: ${lengthWord(issue.origin, 'max')}: want ${issue.maximum}`];
    case 'invalid_type':
      return [
        missing(issue, body) ?? `${place}: got ${typeOf(valueAt(body, issue.path))}, want ${issue.expected}`,
      ];
    case 'invalid_union':
      return (
        issue.errors[0]?.flatMap((inner) =>
          told({ ...inner, path: [...issue.path, ...inner.path] }, body),
        ) ?? [`${place}: ${issue.message}`]
      );
    default:
      return [`${place}: ${issue.message}`];
  }
}

function missing(issue: z.core.$ZodIssue, body: unknown): string | null {
  if (issue.path.length === 0 || valueAt(body, issue.path) !== undefined) return null;
  const parent = issue.path.slice(0, -1).map((part) => `.${String(part)}`);
  return `$${parent.join('')}: missing property '${String(issue.path.at(-1))}'`;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === String(part))?.[1]
        : undefined,
    body,
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function lengthWord(origin: string, side: 'min' | 'max'): string {
  if (origin === 'string') return `${side}Length`;
  return origin === 'array' ? `${side}Items` : `${side}imum`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
