/** An image that is built elsewhere is deployed to the local fleet as the demo does it: without an engine and an account. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDemoProject } from '../../../source/commands/demo-project.ts';
import { type RunningSimulator, runProgram, startSimulator } from '../../neighbours/program.ts';

let home = '';
let simulator: RunningSimulator;
let file = '';
// Not once for all: a second try begins with nothing deployed as well.
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'pod-engine-prebuilt-'));
  simulator = await startSimulator(['--pods', '1', '--light'], { HOME: home });
  const { host } = new URL(simulator.variables.RUNPOD_GRAPHQL_URL);
  file = writeDemoProject(home, `${host}/demo/app:1.1.0`);
});
afterEach(async () => {
  await simulator.stop();
  rmSync(home, { recursive: true, force: true });
});

const run = (...words: string[]) =>
  runProgram(words, {
    environment: {
      HOME: home,
      ...simulator.variables,
      POD_ENGINE_PROJECT: file,
      CONTAINER_ENGINE: '/nowhere',
    },
    timeoutMs: 90_000,
  });
const podsNow = async () =>
  (
    JSON.parse((await run('pods', 'list', '--json')).stdout).pods as {
      name: string;
      state: { kind: string };
    }[]
  )
    .filter(({ name }) => name.startsWith('demo-app'))
    .map(({ state }) => state.kind);

test('is proved, left alone where it runs, and given way to its next version', async () => {
  const first = await run('deploy', '--yes');
  expect(first.stderr).toContain('Serves 1.1.0');
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/\n1\.1\.0 runs on demo-app \(r1\)\.\n$/);
  expect(await podsNow()).toEqual(['running']);

  const again = await run('deploy', '--yes');
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('is left as it is');
  expect(await podsNow()).toEqual(['running']);

  const missing = await run('deploy', '--yes', '--set-version', '9.9.9');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('has no image demo/app:9.9.9');
  expect(await podsNow()).toEqual(['running']);

  const next = await run('deploy', '--yes', '--set-version', '1.2.0');
  expect(next.code).toBe(0);
  expect((await podsNow()).sort()).toEqual(['running', 'stopped']);
}, 240_000);
