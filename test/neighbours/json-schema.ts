/** A checker for as much of JSON Schema (draft 2020-12) as RunPod's description of its API uses. */

export type Schema = Readonly<Record<string, unknown>>;

/** What does not fit, each with the place it stands at: "$.gpu.count: expected at least 1". Empty when all fits. */
export function misfits(schema: unknown, value: unknown, root: Schema): readonly string[] {
  return check(schema, value, { root, at: '$' }).misfits;
}

export function resolved(schema: unknown, root: Schema): Schema {
  if (!isObject(schema)) return {};
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const target = $ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((whole, key) => (isObject(whole) ? whole[key] : undefined), root);
  if (!isObject(target)) throw new Error(`The description names ${$ref}, which it does not hold.`);
  const { $ref: _, ...beside } = schema;
  return { ...resolved(target, root), ...beside };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Place = { readonly root: Schema; readonly at: string };

/** `known` are the properties that some schema spoke of, for `unevaluatedProperties`. */
type Checked = { readonly misfits: readonly string[]; readonly known: ReadonlySet<string> };

const nothing: Checked = { misfits: [], known: new Set() };

function check(given: unknown, value: unknown, place: Place): Checked {
  if (given === true || given === undefined) return nothing;
  if (given === false) return { misfits: [`${place.at}: nothing may stand here`], known: new Set() };
  const schema = resolved(given, place.root);
  const plain = [
    ...typeMisfits(schema, value, place),
    ...scalarMisfits(schema, value, place),
    ...arrayMisfits(schema, value, place),
  ];
  const parts = [own(schema, value, place), ...combined(schema, value, place)];
  const known = new Set(parts.flatMap((part) => [...part.known]));
  const found = [...plain, ...parts.flatMap((part) => part.misfits)];
  if (schema.unevaluatedProperties === false && isObject(value)) {
    for (const key of Object.keys(value)) {
      if (!known.has(key)) found.push(`${place.at}.${key}: no such property`);
    }
  }
  return { misfits: found, known };
}

function combined(schema: Schema, value: unknown, place: Place): readonly Checked[] {
  const all = listOf(schema.allOf).map((each) => check(each, value, place));
  const any = anyOf(schema, value, place);
  const condition =
    schema.if === undefined
      ? nothing
      : check(check(schema.if, value, place).misfits.length === 0 ? schema.then : schema.else, value, place);
  const isRefused = schema.not !== undefined && check(schema.not, value, place).misfits.length === 0;
  const not = isRefused
    ? [{ misfits: [`${place.at}: has what it must not have`], known: new Set<string>() }]
    : [];
  return [...all, any, condition, ...not];
}

function anyOf(schema: Schema, value: unknown, place: Place): Checked {
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map((each) => check(each, value, place));
  if (choices.length === 0) return nothing;
  const fitting = choices.filter((choice) => choice.misfits.length === 0);
  if (schema.oneOf !== undefined && fitting.length > 1)
    return { misfits: [`${place.at}: fits several of oneOf`], known: new Set() };
  if (fitting.length > 0) return { misfits: [], known: new Set(fitting.flatMap(({ known }) => [...known])) };
  const [closest] = [...choices].sort((one, other) => one.misfits.length - other.misfits.length);
  return closest ?? nothing;
}

function own(schema: Schema, value: unknown, place: Place): Checked {
  if (!isObject(value)) return nothing;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const found: string[] = [];
  const known = new Set<string>();
  for (const key of listOf(schema.required)) {
    if (typeof key === 'string' && !(key in value)) found.push(`${place.at}.${key}: is missing`);
  }
  const { minProperties, additionalProperties } = schema;
  if (typeof minProperties === 'number' && Object.keys(value).length < minProperties)
    found.push(`${place.at}: expected at least ${minProperties} properties`);
  for (const [key, item] of Object.entries(value)) {
    const at = { ...place, at: `${place.at}.${key}` };
    const isDeclared = key in properties;
    if (!isDeclared && additionalProperties === false) found.push(`${at.at}: no such property`);
    if (isDeclared || additionalProperties !== undefined) known.add(key);
    const property = isDeclared ? properties[key] : additionalProperties;
    if (property !== undefined && property !== false) found.push(...check(property, item, at).misfits);
  }
  return { misfits: found, known };
}

function typeMisfits({ type, nullable }: Schema, value: unknown, { at }: Place): readonly string[] {
  if (type === undefined || (nullable === true && value === null)) return [];
  const types = Array.isArray(type) ? type : [type];
  return types.some((each) => isOfType(each, value))
    ? []
    : [`${at}: expected ${types.join(' or ')}, is ${shown(value)}`];
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === type;
}

function scalarMisfits(schema: Schema, value: unknown, { at }: Place): readonly string[] {
  const found: string[] = [];
  const { minimum, maximum, minLength, pattern, format } = schema;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    found.push(`${at}: expected one of ${schema.enum.join(', ')}, is ${shown(value)}`);
  if (schema.const !== undefined && schema.const !== value)
    found.push(`${at}: expected ${shown(schema.const)}`);
  if (typeof value === 'number') {
    if (typeof minimum === 'number' && value < minimum) found.push(`${at}: expected at least ${minimum}`);
    if (typeof maximum === 'number' && value > maximum) found.push(`${at}: expected at most ${maximum}`);
  }
  if (typeof value === 'string') {
    if (typeof minLength === 'number' && value.length < minLength) found.push(`${at}: is too short`);
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
      found.push(`${at}: ${shown(value)} does not match ${pattern}`);
    if (format === 'date-time' && !isDateTime(value)) found.push(`${at}: ${shown(value)} is no time`);
  }
  return found;
}

/** RFC 3339, loosely. */
function isDateTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}

function arrayMisfits(schema: Schema, value: unknown, place: Place): readonly string[] {
  if (!Array.isArray(value)) return [];
  const { items, minItems, maxItems } = schema;
  const found = value.flatMap(
    (item: unknown, index) => check(items, item, { ...place, at: `${place.at}[${index}]` }).misfits,
  );
  if (typeof maxItems === 'number' && value.length > maxItems)
    found.push(`${place.at}: at most ${maxItems} items`);
  if (typeof minItems === 'number' && value.length < minItems)
    found.push(`${place.at}: at least ${minItems} items`);
  return found;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}
