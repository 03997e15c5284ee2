/** The order of a run of all files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createVitest } from 'vitest/node';
import { LongFilesFirst, longFiles } from './long-files-first.ts';

test('the long files come first, in the order of the list, and none is left out', async () => {
  const paths = longFiles.map((file) => join(import.meta.dirname, file));
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  const vitest = await createVitest('test', { watch: false });
  try {
    const files = await vitest.globTestSpecifications();
    const sorted = (await new LongFilesFirst(vitest).sort(files)).map(({ moduleId }) => moduleId);
    expect(sorted.slice(0, paths.length)).toEqual(paths);
    expect(sorted.toSorted()).toEqual(files.map(({ moduleId }) => moduleId).toSorted());
  } finally {
    await vitest.close();
  }
});
