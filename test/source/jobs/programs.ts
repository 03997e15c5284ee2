/** Small real programs of these tests, bundled, since Node 20 does not run TypeScript by itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function buildProgram(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: ['cpu-features', '*.node'],
    // ssh2 is CommonJS, and asks for its modules by require.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);const __dirname=import.meta.dirname;",
    },
  });
  return outfile;
}

/** Runs it until it has said this on standard output. */
export async function untilSaid(
  file: string,
  words: readonly string[],
  wanted: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes(wanted)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it said "${wanted}"`)));
  });
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
