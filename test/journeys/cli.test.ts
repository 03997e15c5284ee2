/** The command line against the simulator, as a user or a script runs it: real processes, real exit codes. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../neighbours/free-port.ts';
import { descendantsOf } from '../neighbours/processes.ts';
import {
  cleanEnvironment,
  type Ended,
  program,
  type RunningSimulator,
  runProgram,
  startSimulator,
} from '../neighbours/program.ts';

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
  // A sample that the driver has not answered yet is passed over.
  for (const frame of frames.filter(({ kind }) => kind === 'sample')) expect(frame.gpu.cards).toHaveLength(8);
});

test('one sample has the figures of the GPUs', async () => {
  const ended = await run('pods', 'monitor', nameOf('h100-train'), '--samples', '1', '--interval-ms', '500');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/gpu \d+% of 8/);
});

test('a host that refuses the connection is said once, and ends what wants an end', async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const monitor = await run('pods', 'monitor', host, '--ssh', host, '--samples', '1');
  expect(monitor).toMatchObject({ code: 5, stdout: '' });
  expect(monitor.stderr.match(/refused the connection/g)).toHaveLength(1);
  const health = await run('health', host, '--ssh', host);
  expect(health.code).toBe(5);
  expect(health.stderr).toMatch(/refused the connection/);
  expect(health.stderr).not.toMatch(/\.[ (]*\.|gave up/);
});

test('a pod that gives nothing within the time is given up', async () => {
  const silent = createTcpServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const ended = await run('pods', 'monitor', host, '--ssh', host, '--samples', '1', '--timeout-ms', '500');
  silent.close();
  expect(ended.code).toBe(5);
  expect(ended.stderr).toContain('given up, no sample within 0.5 s');
});

test('a key that was named and is not there is an error', async () => {
  const ended = await run('health', nameOf('h100-train'), '--identity', '/nope');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('The SSH key /nope was named and cannot be used: cannot be read (ENOENT).');
});

test('a host is not asked by a list, and a stopped pod is shown with what it bills now', async () => {
  const table = (await run('pods', 'list', '--ssh', 'bob@127.0.0.1:1')).stdout;
  expect(table).toMatch(/ssh:bob@127\.0\.0\.1:1 +127\.0\.0\.1:1 +not asked/);
  expect((await run('pods', 'get', 'bob@127.0.0.1:1', '--ssh', 'bob@127.0.0.1:1')).code).toBe(0);
  const pod = await stoppedPod();
  expect(pod.billedPerHourDollars).toBeLessThan(pod.costPerHourDollars);
  expect(table.split('\n').find((line) => line.includes(` ${pod.name} `))).toMatch(
    new RegExp(` ${pod.billedPerHourDollars.toFixed(2)} `),
  );
});

test('output that cannot be written is a failure; a reader who has gone is none', async () => {
  if (!existsSync('/dev/full')) return;
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [program, 'pods', 'list'], {
    stdio: ['ignore', full, 'pipe'],
    env: cleanEnvironment({ ...simulator.variables, HOME: home }),
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  closeSync(full);
  expect(said).toMatch(/could not be written.*ENOSPC/);
});

test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  'the demo leaves nothing behind after %s',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-tmp-'));
    // Standard output is no terminal, so that it would list and end: it is ended while the fleet starts.
    const child = spawn(process.execPath, [program, 'demo', '--pods', '40'], {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: cleanEnvironment({ HOME: home, TMPDIR: folder }),
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => descendantsOf(child.pid ?? -1).length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toHaveLength(1);
    const fleet = descendantsOf(child.pid ?? -1).map(({ pid }) => pid);
    child.kill(signal);
    await ended;
    expect(readdirSync(folder)).toEqual([]);
    await expect.poll(() => fleet.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);

test('health exits by the verdict', async () => {
  const failing = await run('health', nameOf('l40s-api'), '--json');
  expect([0, 6, 7]).toContain(failing.code);
  const stopped = await run('health', (await stoppedPod()).name);
  expect(stopped.code).toBe(5);
  expect(stopped.stderr).toContain('the pod is stopped');
});

test('a card that is too hot is told at the first look', async () => {
  const hot = await run('health', nameOf('4090-render'), '--json');
  expect([6, 7]).toContain(hot.code);
  const gpu = JSON.parse(hot.stdout).checks.find(({ id }: { id: string }) => id === 'gpu');
  expect(['warn', 'fail']).toContain(gpu.status);
});

test('pods stop wants a confirmation, then stops; start brings it back', async () => {
  const name = nameOf('h100-train');
  // An earlier try may have left it stopped.
  expect((await run('pods', 'start', name, '--yes')).code).toBe(0);
  const refused = await run('pods', 'stop', name);
  expect(refused.code).toBe(8);
  expect(refused.stderr).toMatch(/bills on +.*volume/);
  const stopped = await run('stop-pod', name, '--yes');
  expect(stopped).toMatchObject({ code: 0 });
  const { pods } = JSON.parse((await run('pods', 'list', '--json')).stdout);
  expect(pods.find((pod: { name: string }) => pod.name === name).state.kind).toBe('stopped');
  const again = await run('pods', 'stop', name, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ stopped: true, already: true });
  const unasked = await run('pods', 'start', name);
  expect(unasked.code).toBe(8);
  expect(unasked.stderr).toMatch(/with \d+ GPUs it is listed at \$\d+\.\d\d\/h/);
  expect(await run('pods', 'start', name, '--json')).toMatchObject({ code: 8, stdout: '' });
  expect((await run('pods', 'start', name, '--yes')).code).toBe(0);
  await expect
    .poll(async () => (await run('pods', 'start', name, '--json')).stdout)
    .toContain('"already": true');
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
  const environment = {
    RUNPOD_GRAPHQL_URL: `http://127.0.0.1:${await freePort()}/graphql`,
    RUNPOD_API_KEY: 'rpa_x',
    HOME: home,
  };
  const ended = await runProgram(['pods', 'list'], { environment });
  expect(ended.code).toBe(5);
  expect(ended.stderr).toContain('127.0.0.1');
  // Hosts given by hand are there without it.
  const running = simulator.pods.find(({ name }) => name.startsWith('l40s-infer'));
  const host = `127.0.0.1:${running?.sshPort}`;
  const listed = await runProgram(['pods', 'list', '--ssh', host], { environment });
  expect(listed).toMatchObject({ code: 5, stderr: ended.stderr });
  expect(listed.stdout).toContain(host);
  const asked = await runProgram(['health', host, '--ssh', host, '--json'], { environment });
  expect(asked.stderr).toBe('');
  expect(JSON.parse(asked.stdout).checks).toHaveLength(5);
});

test('help and version open nothing: they work without a key and without a home', async () => {
  const help = await runProgram(['--help'], { environment: { HOME: '/nonexistent' } });
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('pod-engine pods list');
  expect((await runProgram(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await runProgram(['pods', 'lst'])).code).toBe(2);
});

async function stoppedPod(): Promise<{
  name: string;
  costPerHourDollars: number;
  billedPerHourDollars: number;
}> {
  const { pods } = JSON.parse((await run('pods', 'list', '--json')).stdout);
  return pods.find((pod: { state: { kind: string } }) => pod.state.kind === 'stopped');
}
