import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allSettings } from '../../../pod-agent/settings/index.ts';
import { settingsMarkdown } from './settings-markdown.ts';

const path = fileURLToPath(new URL('../../../docs/settings.md', import.meta.url));

test('docs/settings.md says what the tables say (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, settingsMarkdown());
  expect(readFileSync(path, 'utf8')).toBe(settingsMarkdown());
});

test('no two settings have one name, and each says what it means', () => {
  const all = allSettings.flatMap((table) => Object.values(table));
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { summary } of all) expect(summary).toMatch(/\.$/);
});
