/**
 * Bundles the console into `dist/`: the file that is started and the parts that it loads when they are needed.
 *
 * Unbundled, ink alone takes 0.7 s to load and ink-table cannot be loaded at all (it is CommonJS and requires ink,
 * which has a top-level await), so the bundle is what runs, also in development.
 */
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, stat } from 'node:fs/promises';
import esbuild from 'esbuild';
import { nodeProgram, root, version } from './common.mjs';
import { inkPatches } from './ink-patches.mjs';
import { zodInParts } from './zod-in-parts.mjs';

/** It carries the agent's hash, so that an upload is checked against what this very build made: build the agent first. */
export async function buildConsole() {
  await removeOldParts();
  const agentHash = createHash('sha256')
    .update(await readFile(`${root}dist/pod-agent.js`))
    .digest('hex');
  await esbuild.build({
    ...nodeProgram,
    entryPoints: { 'pod-engine': 'source/cli.ts' },
    outdir: 'dist',
    // What a command loads late stays out of the file that every command loads: `--help` reads a twentieth of the whole.
    // All files lie in one folder, so that an address beside one of them is beside them all.
    splitting: true,
    chunkNames: 'pod-engine-[name]-[hash]',
    target: 'node20',
    jsx: 'automatic',
    // An external would be hoisted to the top of the file and fail at start: development tools are never in this build.
    alias: { 'react-devtools-core': `${root}build/empty.mjs` },
    external: ['cpu-features', '*.node'],
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      __VERSION__: JSON.stringify(version),
      __AGENT_SHA256__: JSON.stringify(agentHash),
    },
    plugins: [inkPatches(), zodInParts()],
  });
  await chmod(`${root}dist/pod-engine.js`, 0o755);
}

/** Parts of earlier builds; a console that is running may still load those of the build it was started from. */
async function removeOldParts() {
  const oldestMs = Date.now() - 24 * 3600 * 1000;
  for (const name of await readdir(`${root}dist`)) {
    if (!/^pod-engine-.*\.js$/.test(name)) continue;
    const { mtimeMs } = await stat(`${root}dist/${name}`);
    if (mtimeMs < oldestMs) await rm(`${root}dist/${name}`);
  }
}
