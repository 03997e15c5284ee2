/** The page and the schema for editors say what the program checks; the page's example is a project. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectJsonSchema } from '../../../../source/jobs/project/json-schema.ts';
import { parseProject } from '../../../../source/jobs/project/read-project.ts';
import { beginning, end, projectMarkdown } from './project-markdown.ts';

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url));

test('docs/pod-engine.schema.json is the schema (UPDATE_DOCS=1 writes it)', () => {
  const path = `${docs}pod-engine.schema.json`;
  const made = `${JSON.stringify(projectJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made);
  else expect(readFileSync(path, 'utf8')).toBe(made);
});

test('docs/project-file.md says what the schema says (UPDATE_DOCS=1 writes it)', () => {
  const path = `${docs}project-file.md`;
  const page = readFileSync(path, 'utf8');
  const [before = '', rest = ''] = page.split(beginning);
  const made = `${before}${projectMarkdown()}${rest.split(end)[1] ?? ''}`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made);
  else expect(page).toBe(made);
});

test('the examples of the page are accepted as they stand', () => {
  const page = readFileSync(`${docs}project-file.md`, 'utf8');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const text of examples) {
    const read = parseProject('/project/pod-engine.yaml', text);
    expect(read.ok ? [] : read.problems).toEqual([]);
  }
});

test('the full example shows every key at the top', () => {
  const page = readFileSync(`${docs}project-file.md`, 'utf8');
  const full = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].at(-1)?.[1] ?? '';
  const known = Object.keys(projectJsonSchema().properties ?? {});
  expect(Object.keys(parse(full)).sort()).toEqual(known.sort());
});

test('every key has a meaning', () => {
  for (const [key, { description }] of Object.entries(projectJsonSchema().properties ?? {}))
    expect(description, key).toMatch(/\.$/);
});
