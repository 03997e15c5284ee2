/** The table of docs/project-file.md, made from the schema that checks the file, so that it cannot say anything else. */
import { type JsonSchema, projectJsonSchema } from '../../../../source/jobs/project/json-schema.ts';

export const beginning =
  '<!-- made from the schema: UPDATE_DOCS=1 npx vitest run test/source/jobs/project/docs.test.ts -->';
export const end = '<!-- end of what is made -->';

export function projectMarkdown(): string {
  const rows = rowsOf(projectJsonSchema(), '');
  const lines = [['key', 'default', 'means', 'for example'], ['---', '---', '---', '---'], ...rows];
  return [
    beginning,
    '',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |')),
    '',
    end,
  ].join('\n');
}

/** Of choices, the keys of every branch; each once. */
function rowsOf(schema: JsonSchema, prefix: string): string[][] {
  const rows = new Map<string, string[]>();
  for (const branch of branchesOf(schema)) {
    for (const [name, inner] of Object.entries(branch.properties ?? {})) {
      const key = `${prefix}${name}`;
      if (inner.description === undefined || rows.has(key)) continue;
      const isGroup = inner.properties !== undefined;
      const usual = branch.required?.includes(name)
        ? prefix === ''
          ? 'required'
          : ''
        : usualOf(inner, isGroup);
      const example = inner.examples?.[0];
      rows.set(key, [`\`${key}\``, usual, inner.description.replaceAll('|', '\\|'), coded(example)]);
      for (const row of rowsOf(inner, `${key}.`)) rows.set(row[0] ?? '', row);
    }
  }
  return [...rows.values()];
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(branchesOf)];
}

function usualOf(schema: JsonSchema, isGroup: boolean): string {
  const isEmpty = JSON.stringify(schema.default) === '{}' || JSON.stringify(schema.default) === '[]';
  return isGroup || isEmpty ? '' : coded(schema.default);
}

function coded(value: unknown): string {
  if (value === undefined) return '';
  return `\`${yamlOf(value)}\``;
}

/** On one line, as people write it. */
function yamlOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${yamlOf(item)}`)
    .join(', ')}}`;
}
