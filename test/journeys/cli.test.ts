/** The command line against the simulator, as a user or a script runs it: real processes, real exit codes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';

let simulator: RunningSimulator;
const home = mkdtempSync(join(tmpdir(), 'pod-engine-home-'));

beforeAll(async () => {
  simulator = await startSimulator(['--pods', '12', '--seed', '7']);
});
afterAll(async () => {
  await simulator.stop();
  rmSync(home, { recursive: true });
});

const run = (...words: string[]): Promise<Ended> =>
  runProgram(words, { environment: { ...simulator.variables, HOME: home } });
const nameOf = (beginning: string): string => {
  const pod = simulator.pods.find((each) => each.name.startsWith(beginning));
  if (pod === undefined)
    throw new Error(`no pod ${beginning} in ${simulator.pods.map((each) => each.name).join(' ')}`);
  return pod.name;
};

test('pods list gives a table without a terminal, and one document with --json', async () => {
  const table = await run('pods', 'list');
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toMatch(/^ID +NAME +STATE/);
  const { pods } = JSON.parse((await run('list-pods', '--json')).stdout);
  expect(pods).toHaveLength(12);
  expect(pods[0]).toMatchObject({ provider: 'runpod', state: { kind: expect.any(String) } });
  expect(JSON.stringify(pods)).not.toContain('API_KEY');
});

test('without a terminal the console is the list', async () => {
  const ended = await run();
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^ID +NAME/);
});

test('pods get finds by the beginning of a name, and says what is near when there is none', async () => {
  const name = nameOf('h100-train');
  expect(JSON.parse((await run('pods', 'get', name, '--json')).stdout)).toMatchObject({ name });
  const missing = await run('get-pod', `${name}x`);
  expect(missing.code).toBe(3);
  expect(missing.stderr).toContain(`Did you mean "${name}"?`);
});

test('account says balance and how long it lasts', async () => {
  const ended = await run('account');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/balance +\$[\d.]+/);
  expect(JSON.parse((await run('account-info', '--json')).stdout)).toMatchObject({
    balanceDollars: expect.any(Number),
  });
});

test('pods monitor streams figures and ends after the samples asked for', async () => {
  const ended = await run(
    'pods',
    'monitor',
    nameOf('h100-train'),
    '--jsonl',
    '--samples',
    '4',
    '--interval-ms',
    '500',
  );
  expect(ended.code).toBe(0);
  const frames = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(frames.filter((frame) => frame.kind === 'sample')).toHaveLength(4);
  // The first sample does not wait for the driver.
  expect(frames.findLast((frame) => frame.kind === 'sample').gpu.cards).toHaveLength(8);
});

test('health exits by the verdict', async () => {
  const failing = await run('health', nameOf('l40s-api'), '--json');
  expect([0, 6, 7]).toContain(failing.code);
  const stopped = await run('health', (await stoppedPod()).name);
  expect(stopped.code).toBe(5);
  expect(stopped.stderr).toContain('it is stopped');
});

test('a card that is too hot is told at the first look', async () => {
  const hot = await run('health', nameOf('4090-render'), '--json');
  expect([6, 7]).toContain(hot.code);
  const gpu = JSON.parse(hot.stdout).checks.find(({ id }: { id: string }) => id === 'gpu');
  expect(['warn', 'fail']).toContain(gpu.status);
});

test('pods stop wants a confirmation, then stops; start brings it back', async () => {
  const name = nameOf('h100-train');
  const refused = await run('pods', 'stop', name);
  expect(refused.code).toBe(8);
  expect(refused.stderr).toMatch(/Still bills: its volume/);
  const stopped = await run('stop-pod', name, '--yes');
  expect(stopped).toMatchObject({ code: 0 });
  const { pods } = JSON.parse((await run('pods', 'list', '--json')).stdout);
  expect(pods.find((pod: { name: string }) => pod.name === name).state.kind).toBe('stopped');
  expect((await run('pods', 'start', name)).code).toBe(0);
});

test('a key that was never valid, and no key at all', async () => {
  const bad = await runProgram(['pods', 'list'], {
    environment: { ...simulator.variables, RUNPOD_API_KEY: 'rpa_NEVERVALID', HOME: home },
  });
  expect(bad.code).toBe(4);
  expect(bad.stderr).not.toContain('NEVERVALID');
  const none = await runProgram(['pods', 'list'], { environment: { HOME: home } });
  expect(none.code).toBe(4);
  expect(none.stderr).toContain('RUNPOD_API_KEY');
});

test('an API that is not there', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const ended = await runProgram(['pods', 'list'], {
    environment: {
      RUNPOD_GRAPHQL_URL: `http://127.0.0.1:${port}/graphql`,
      RUNPOD_API_KEY: 'rpa_x',
      HOME: home,
    },
  });
  expect(ended.code).toBe(5);
  expect(ended.stderr).toContain('127.0.0.1');
});

test('help and version open nothing: they work without a key and without a home', async () => {
  const help = await runProgram(['--help'], { environment: { HOME: '/nonexistent' } });
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('pod-engine pods list');
  expect((await runProgram(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await runProgram(['pods', 'lst'])).code).toBe(2);
});

async function stoppedPod(): Promise<{ name: string }> {
  const { pods } = JSON.parse((await run('pods', 'list', '--json')).stdout);
  return pods.find((pod: { state: { kind: string } }) => pod.state.kind === 'stopped');
}
