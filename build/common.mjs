/** What all builds share: where the project lies, its version, and esbuild's options for programs that run on Node. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

/** CommonJS packages inside an ES module bundle still speak of `require` and their folder. */
const requireBanner = [
  "import{createRequire as __createRequire}from'node:module';",
  "import{fileURLToPath as __fileURLToPath}from'node:url';",
  'const require=__createRequire(import.meta.url),__filename=__fileURLToPath(import.meta.url),',
  "__dirname=__fileURLToPath(new URL('.',import.meta.url));",
].join('');

export const nodeProgram = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.graphql': 'text' },
  banner: { js: `#!/usr/bin/env node\n${requireBanner}` },
};
