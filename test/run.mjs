/** `npm test`: neighbours, types, lint, bundles, tests. Words after `--` go to vitest. */
import { spawnSync } from 'node:child_process';
import { installNeighbours } from './neighbours.mjs';

function step(name, command, words) {
  console.log(`\n── ${name}`);
  const began = Date.now();
  const { status, error } = spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
  console.log(`   ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

const bin = 'node_modules/.bin';
installNeighbours();
step('types', `${bin}/tsc`, ['--noEmit']);
step("types of the pod's site", `${bin}/tsc`, ['--noEmit', '--project', 'pod-agent/site']);
step('lint', `${bin}/biome`, ['check', '.']);
step('bundles', process.execPath, ['build/bundle.mjs']);
step('tests', `${bin}/vitest`, ['run', ...process.argv.slice(2)]);
