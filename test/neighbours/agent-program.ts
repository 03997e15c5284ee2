/** The agent's bundle as a console uploads it, built once a run from the sources as they are. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

export type BuiltProgram = { readonly bytes: Uint8Array; readonly sha256: string };

let built: Promise<BuiltProgram> | null = null;

export function buildAgentProgram(): Promise<BuiltProgram> {
  built ??= build();
  return built;
}

async function build(): Promise<BuiltProgram> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['pod-agent/pod-agent.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    write: false,
    logLevel: 'silent',
    external: ['osx-temperature-sensor'],
    define: { __VERSION__: '"test"' },
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  const bytes = outputFiles[0]?.contents;
  if (bytes === undefined) throw new Error('The agent could not be bundled.');
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
