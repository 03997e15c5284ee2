/** A pod's whole life from the command line, against the simulator with both of RunPod's wires. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';

let simulator: RunningSimulator;
const home = mkdtempSync(join(tmpdir(), 'pod-engine-life-'));
const card = 'NVIDIA GeForce RTX 4090';

beforeAll(async () => {
  simulator = await startSimulator(['--pods', '3', '--seed', '7']);
});
afterAll(async () => {
  await simulator.stop();
  rmSync(home, { recursive: true });
});

const run = (...words: string[]): Promise<Ended> =>
  runProgram(words, { environment: { ...simulator.variables, HOME: home }, timeoutMs: 90_000 });
const document = (ended: Ended) => JSON.parse(ended.stdout);

test('a plan names the order, the prices and the end, and rents nothing', async () => {
  const planned = await run(
    ...[
      'pods',
      'create',
      'plan-only',
      '--image',
      'runpod/pytorch:2.8.0',
      '--gpu',
      card,
      '--ttl',
      '8h',
      '--plan',
    ],
  );
  expect(planned).toMatchObject({ code: 0 });
  expect(planned.stdout).toMatch(/1\. 1 x NVIDIA GeForce RTX 4090 .*an hour, stock/);
  expect(planned.stdout).toContain('RunPod stops it after 8h');
  expect((await run('pods', 'get', 'plan-only')).code).toBe(3);
  const hopeless = await run(
    ...['pods', 'create', 'x', '--image', 'a/b:1', '--gpu', card, '--gpu-count', '9', '--plan'],
  );
  expect(hopeless.code).toBe(1);
});

test('everything that is wrong with the flags is told together, and no value of a variable with it', async () => {
  const ended = await run(
    'pods',
    'create',
    'x',
    '--cloud',
    'sky',
    '--ttl',
    'soon',
    '--env',
    'hf_secretvalue',
  );
  expect(ended.code).toBe(2);
  for (const part of ['--cloud sky', '--ttl soon', 'NAME=VALUE', '--image', '--gpu'])
    expect(ended.stderr).toContain(part);
  const secret = await run(
    ...[
      'pods',
      'create',
      'x',
      '--image',
      'a/b:1',
      '--gpu',
      card,
      '--env',
      `TOKEN=hf_${'a1B2'.repeat(6)}`,
      '--yes',
    ],
  );
  expect(secret.code).toBe(2);
  expect(secret.stderr).toContain('TOKEN');
  expect(secret.stderr).not.toContain('a1B2');
});

test('what nobody has is not rented, and a price limit is kept', async () => {
  const unknown = await run('pods', 'create', 'x', '--image', 'a/b:1', '--gpu', 'NVIDIA RTX 9999', '--yes');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('RunPod knows no GPU "NVIDIA RTX 9999"');
  const dear = await run(
    ...['pods', 'create', 'x', '--image', 'a/b:1', '--gpu', card, '--max-price', '0.01', '--yes'],
  );
  expect(dear.code).toBe(1);
  expect(dear.stderr).toContain('more than the limit of $0.01');
});

test('a pod is made, waited for, locked, renamed, edited, restarted, stopped, started and ended', async ({
  task,
}) => {
  // What an earlier try has left has other names.
  const life = `life${task.result?.retryCount ?? 0}`;
  const made = await run(
    ...[
      'pods',
      'create',
      `${life}-1`,
      '--image',
      'runpod/pytorch:2.8.0',
      '--gpu',
      card,
      '--env',
      'MODE=test',
      '--yes',
      '--json',
    ],
  );
  expect(made, made.stderr).toMatchObject({ code: 0 });
  const { podId } = document(made);
  expect(await run('pods', 'wait', `${life}-1`, '--for', 'running', '--timeout', '60s')).toMatchObject({
    code: 0,
  });

  expect(await run('pods', 'lock', podId)).toMatchObject({ code: 0 });
  for (const words of [
    ['stop', podId, '--yes'],
    ['restart', podId, '--yes'],
    ['edit', podId, '--settings', '/dev/null'],
    ['terminate', podId, '--confirm', `${life}-1`],
  ]) {
    const refused = await run('pods', ...words);
    expect(refused.code, words.join(' ')).toBe(8);
    expect(refused.stderr).toContain('is locked');
  }
  expect(await run('pods', 'unlock', podId)).toMatchObject({ code: 0 });
  // Nobody is asked here, and so nobody could see which pod a beginning means.
  const beginning = await run('pods', 'stop', `${life}-`, '--yes');
  expect(beginning.code).toBe(3);
  expect(beginning.stderr).toContain(`${life}-1 (${podId}) begins so`);

  expect(await run('pods', 'rename', podId, `${life}-2`)).toMatchObject({ code: 0 });
  expect(document(await run('pods', 'get', `${life}-2`, '--json'))).toMatchObject({
    id: podId,
    billedPerHourDollars: 0.69,
  });

  const settings = (await run('pods', 'edit', podId, '--print', '--read-only')).stdout;
  const asJson = document(await run('pods', 'edit', podId, '--print', '--json'));
  expect(asJson).toMatchObject({ image: 'runpod/pytorch:2.8.0', environment: { MODE: 'test' } });
  expect(settings).toMatch(/^image: runpod\/pytorch:2\.8\.0$/m);
  expect(settings).toMatch(/^ {2}MODE: test$/m);
  const file = join(home, 'settings.yaml');
  writeFileSync(file, settings.replace('MODE: test', 'MODE: live'));
  const gone = await run('pods', 'edit', podId, '--settings', join(home, 'no such'), '--yes');
  expect(gone, gone.stderr).toMatchObject({ code: 2, stderr: expect.stringContaining('no such": ENOENT') });
  const secretFile = join(home, 'secret.yaml');
  writeFileSync(secretFile, settings.replace('MODE: test', 'MODE: "{{ RUNPOD_SECRET_gone }}"'));
  const missing = await run('pods', 'edit', podId, '--settings', secretFile, '--yes');
  expect(missing, missing.stderr).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('refers to "gone"'),
  });
  const edited = await run('pods', 'edit', podId, '--settings', file, '--yes', '--json');
  expect(edited, edited.stderr).toMatchObject({ code: 0 });
  expect(document(edited).differences).toEqual([{ name: 'environment.MODE', from: 'test', to: 'live' }]);
  expect((await run('pods', 'edit', podId, '--print')).stdout).toMatch(/^ {2}MODE: live$/m);
  expect((await run('pods', 'edit', podId, '--settings', file, '--yes')).stderr).toContain('Nothing differs');

  expect(await run('pods', 'wait', podId, '--for', 'running', '--timeout', '60s')).toMatchObject({ code: 0 });
  expect(await run('pods', 'restart', podId, '--yes')).toMatchObject({ code: 0 });
  expect(await run('pods', 'wait', podId, '--for', 'running', '--timeout', '60s')).toMatchObject({ code: 0 });
  expect(await run('pods', 'stop', podId, '--yes')).toMatchObject({ code: 0 });
  const never = await run('pods', 'wait', podId, '--for', 'ssh', '--timeout', '60s');
  expect(never.code).toBe(1);
  expect(never.stderr).toContain('it is stopped (by user)');
  const why = await run('pods', 'why', podId);
  expect(why.code).toBe(7);
  expect(why.stdout).toMatch(/✖ rented +it is stopped/);
  expect(await run('pods', 'start', podId, '--yes')).toMatchObject({ code: 0 });

  const unasked = await run('pods', 'terminate', podId);
  expect(unasked.code).toBe(8);
  expect(unasked.stderr).toContain(`Give --confirm ${life}-2`);
  expect(unasked.stderr).toContain('the pod itself');
  expect((await run('pods', 'terminate', podId, '--confirm', `${life}-1`)).code).toBe(8);
  expect(await run('pods', 'terminate', podId, '--confirm', `${life}-2`)).toMatchObject({ code: 0 });
  expect((await run('pods', 'get', podId)).code).toBe(3);
}, 240_000);

test('read-only refuses every change', async () => {
  const [pod] = simulator.pods;
  const name = pod?.name ?? '';
  for (const words of [
    ['restart', name],
    ['terminate', name, '--confirm', name],
    ['lock', name],
    ['rename', name, 'x'],
  ])
    expect((await run('pods', ...words, '--read-only')).code, words.join(' ')).toBe(8);
});

test('a stop says what is lost, what is kept and whether the GPU may be had again', async () => {
  const [pod] = simulator.pods;
  const ended = await run('pods', 'stop', pod?.name ?? '');
  expect(ended.code).toBe(8);
  expect(ended.stderr).toMatch(/lost +the container disk/);
  expect(ended.stderr).toMatch(/bills on/);
  expect(ended.stderr).toMatch(/again +.*comes back on its own host/);
});
