/** The house rules, held against the project as it is. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readProject } from './files.ts';
import { rules } from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readProject(root, ['source', 'pod-agent']);

test.each(Object.entries(rules))('%s', (_, rule) => {
  expect(rule(files)).toEqual([]);
});

test('the project was found', () => {
  expect(files.length).toBeGreaterThan(100);
});
