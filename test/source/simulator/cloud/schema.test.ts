/** The schema agrees with what is known of RunPod's, type by type and field by field. */
import { existsSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLArgument,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../../source/simulator/schema.graphql.ts';

const referencePath = new URL('../../../../../shared/runpod/schema.graphql', import.meta.url);
const missing = existsSync(referencePath) ? '' : ' (skipped: ../shared/runpod/schema.graphql is not there)';

/** Fields of RunPod's that are left out, because nothing here stands behind them. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  Query: ['cpuFlavors', 'serverlessGpuPools'],
  Pod: ['endpoint', 'cpuFlavor'],
};

describe.skipIf(missing !== '')(`the simulated API's schema${missing}`, () => {
  const reference =
    missing === '' ? buildSchema(readFileSync(referencePath, 'utf8')) : buildSchema('type Query { a: Int }');
  const own = Object.values(buildSchema(schemaText).getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );

  it('covers the pods, the account and the catalogue', () => {
    const names = own.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Pod', 'PodRuntime', 'PodMachineInfo', 'User', 'GpuType', 'DataCenter']),
    );
  });

  it.each(own.map((type) => [type.name, type] as const))('%s is as RunPod has it', (name, type) => {
    const other = reference.getType(name);
    if (isEnumType(type) && isEnumType(other)) {
      expect(valuesOf(type)).toEqual(valuesOf(other));
    } else if (
      (isObjectType(type) && isObjectType(other)) ||
      (isInputObjectType(type) && isInputObjectType(other))
    ) {
      const fields = fieldsOf(type);
      const known = fieldsOf(other);
      for (const [field, shape] of fields) expect([field, shape]).toEqual([field, known.get(field)]);
      if (isInputObjectType(type)) expect([...fields.keys()].sort()).toEqual([...known.keys()].sort());
    } else {
      expect(other?.constructor).toBe(type.constructor);
    }
  });

  it.each(Object.entries(leftOut))('%s leaves out nothing but what is listed', (name, fields) => {
    const type = buildSchema(schemaText).getType(name);
    const other = reference.getType(name);
    if (!isObjectType(type) || !isObjectType(other)) throw new Error(`${name} is no object type`);
    const missingFields = [...fieldsOf(other).keys()].filter((field) => !fieldsOf(type).has(field));
    expect(missingFields.sort()).toEqual([...fields].sort());
  });
});

function valuesOf(type: { getValues(): readonly { readonly name: string }[] }): string[] {
  return type.getValues().map(({ name }) => name);
}

/** `type` and arguments of each field, as text. */
function fieldsOf(type: {
  getFields(): Record<string, { readonly type: unknown; readonly args?: readonly GraphQLArgument[] }>;
}): Map<string, string> {
  return new Map(
    Object.entries(type.getFields()).map(([name, field]) => {
      const args = (field.args ?? []).map((arg) => `${arg.name}: ${String(arg.type)}`);
      return [name, `(${args.join(', ')}) ${String(field.type)}`];
    }),
  );
}
