/** Bundles the agent into `dist/pod-agent.js`: one file, which runs on the pod's own Node, 18 or later. */
import { chmod } from 'node:fs/promises';
import esbuild from 'esbuild';
import { nodeProgram, root, version } from './common.mjs';

export async function buildAgent() {
  await esbuild.build({
    ...nodeProgram,
    entryPoints: ['pod-agent/pod-agent.ts'],
    outfile: 'dist/pod-agent.js',
    target: 'node18',
    external: ['osx-temperature-sensor'],
    define: { __VERSION__: JSON.stringify(version) },
  });
  await chmod(`${root}dist/pod-agent.js`, 0o755);
}
