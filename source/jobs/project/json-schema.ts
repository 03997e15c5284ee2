/** The project file's schema in the form that editors read, made from the one that checks it. */
import { z } from 'zod';
import { projectSchema } from './schema.ts';

/** What is read of a JSON schema here; each part may be missing. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
};

/** Draft 2020-12, of what may be written: keys with a default are not required. */
export function projectJsonSchema(): JsonSchema {
  made ??= z.toJSONSchema(projectSchema, { io: 'input', target: 'draft-2020-12' }) as JsonSchema;
  return made;
}

let made: JsonSchema | null = null;

/** What stands at a path of the file. A choice is every one of its branches. */
export function schemasAt(path: readonly PropertyKey[]): readonly JsonSchema[] {
  let here = branches(projectJsonSchema());
  for (const key of path) here = here.flatMap((schema) => below(schema, key)).flatMap(branches);
  return here;
}

/** Names that a map at this path may have. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  return [...new Set(schemasAt(path).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** The nearest description and example on the way to a path, the innermost first. */
export function explanationOf(path: readonly PropertyKey[]): {
  readonly key: string | null;
  readonly description: string | null;
  readonly example: unknown;
} {
  for (let length = path.length; length > 0; length--) {
    const parent = schemasAt(path.slice(0, length - 1));
    const key = path[length - 1];
    if (key === undefined) continue;
    const found = parent.flatMap((schema) => below(schema, key)).find(({ description }) => description);
    if (found?.description === undefined) continue;
    return { key: String(key), description: found.description, example: found.examples?.[0] };
  }
  return { key: null, description: null, example: undefined };
}

function branches(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf === undefined ? [schema] : [schema, ...schema.anyOf.flatMap(branches)];
}

function below(
  { properties, additionalProperties, items }: JsonSchema,
  key: PropertyKey,
): readonly JsonSchema[] {
  if (typeof key === 'number') return items === undefined ? [] : [items];
  const named =
    properties !== undefined && Object.hasOwn(properties, key) ? properties[String(key)] : undefined;
  if (named !== undefined) return [named];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
