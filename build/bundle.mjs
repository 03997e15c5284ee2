/**
 * Bundles the console and the agent into `dist/`: the agent as one file, the console as one file and its late parts.
 *
 * Unbundled, ink alone takes 0.7 s to load and ink-table cannot be loaded at all (it is CommonJS and requires ink,
 * which has a top-level await), so the bundles are what runs, also in development.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { inkPatches } from './ink-patches.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packageJson = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

/** CommonJS packages inside an ES module bundle still speak of `require` and their folder. */
const requireBanner = [
  "import{createRequire as __createRequire}from'node:module';",
  "import{fileURLToPath as __fileURLToPath}from'node:url';",
  'const require=__createRequire(import.meta.url),__filename=__fileURLToPath(import.meta.url),',
  "__dirname=__fileURLToPath(new URL('.',import.meta.url));",
].join('');

/** Options that both bundles share. */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.graphql': 'text' },
};

/** The agent runs on the pod's own Node, 18 or later. */
async function bundleAgent() {
  await esbuild.build({
    ...common,
    entryPoints: ['pod-agent/pod-agent.ts'],
    outfile: 'dist/pod-agent.js',
    target: 'node18',
    minify: true,
    external: ['osx-temperature-sensor'],
    banner: { js: `#!/usr/bin/env node\n${requireBanner}` },
    define: { __VERSION__: JSON.stringify(packageJson.version) },
  });
}

/** The console, in the file that is started and the parts that it loads when they are needed. It carries the agent's hash, so that an upload is checked against what this very build made. */
async function bundleConsole() {
  const agentHash = createHash('sha256')
    .update(await readFile(`${root}dist/pod-agent.js`))
    .digest('hex');
  await esbuild.build({
    ...common,
    entryPoints: { 'pod-engine': 'source/cli.ts' },
    outdir: 'dist',
    // What a command loads late stays out of the file that every command loads: `--help` reads a twentieth of the whole.
    // All files lie in one folder, so that an address beside one of them is beside them all.
    splitting: true,
    chunkNames: 'pod-engine-[name]-[hash]',
    target: 'node20',
    minify: true,
    jsx: 'automatic',
    // An external would be hoisted to the top of the file and fail at start: development tools are never in this build.
    alias: { 'react-devtools-core': `${root}build/empty.mjs` },
    external: ['cpu-features', '*.node'],
    banner: { js: `#!/usr/bin/env node\n${requireBanner}` },
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      __VERSION__: JSON.stringify(packageJson.version),
      __AGENT_SHA256__: JSON.stringify(agentHash),
    },
    plugins: [inkPatches()],
  });
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

await mkdir(`${root}dist`, { recursive: true });
await removeOldParts();
await bundleAgent();
await bundleConsole();
for (const name of ['pod-engine.js', 'pod-agent.js']) await chmod(`${root}dist/${name}`, 0o755);
