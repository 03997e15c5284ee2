import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { inkPatches } from '../../build/ink-patches.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-ssh2-'));

afterAll(() => rmSync(folder, { recursive: true }));

test('a minified server outlives a client that leaves before asking', async () => {
  const outfile = join(folder, 'session.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('ssh2-session.ts', import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    external: ['cpu-features', '*.node'],
    banner: {
      js: "import{createRequire as r}from'node:module';const require=r(import.meta.url),__dirname='/';",
    },
    plugins: [inkPatches()],
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  expect(stdout).toBe('the server goes on\n');
});
