import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('no package is loaded before it is known what is asked for', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { start: 'source/cli.ts' },
    outdir: 'nowhere',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['*.js'],
    jsx: 'automatic',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const packages = new Set<string>();
  const seen = new Set<string>();
  const queue = ['nowhere/start.js'];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { path: target, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind !== 'import-statement') continue;
      if (external !== true) queue.push(target);
      else if (!target.startsWith('node:')) packages.add(target);
    }
  }
  expect(seen.size).toBeGreaterThan(1);
  expect([...packages]).toEqual([]);
});
