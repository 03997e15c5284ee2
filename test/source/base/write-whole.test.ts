/** A file is there whole or not at all, for its owner alone. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWhole } from '../../../source/base/write-whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('takes the place of an old file, and its owner alone may read it', async () => {
  const path = join(folder, 'kept');
  writeFileSync(path, 'old and longer', { mode: 0o644 });
  await writeWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['kept']);
});

test('leaves nothing beside what it cannot replace', async () => {
  const path = join(folder, 'a-folder');
  mkdirSync(path);
  await expect(writeWhole(path, 'text')).rejects.toThrow();
  expect(readdirSync(folder).filter((name) => name.startsWith('a-folder'))).toEqual(['a-folder']);
});
