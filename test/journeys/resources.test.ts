/** Templates, volumes, registries, keys, secrets and GPUs from the command line, against the simulator with both wires. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';
import { makeKey } from '../neighbours/sshd.ts';

let simulator: RunningSimulator;
const home = mkdtempSync(join(tmpdir(), 'pod-engine-resources-'));

beforeAll(async () => {
  simulator = await startSimulator(['--pods', '1', '--seed', '7']);
});
afterAll(async () => {
  await simulator.stop();
  rmSync(home, { recursive: true });
});

const environment = () => ({ ...simulator.variables, HOME: home });
const run = (...words: string[]): Promise<Ended> => runProgram(words, { environment: environment() });
const runWith = (input: string, ...words: string[]): Promise<Ended> =>
  runProgram(words, { environment: environment(), input });

test('gpus shows prices and stock, and of a region only what is there', async () => {
  const { gpus } = JSON.parse((await run('gpus', '--json')).stdout);
  expect(gpus.length).toBeGreaterThan(5);
  const [region] = gpus.find((each: { dataCentres: unknown[] }) => each.dataCentres.length > 0).dataCentres;
  const there = JSON.parse((await run('gpus', '--region', region.id, '--json')).stdout).gpus;
  expect(there.length).toBeGreaterThan(0);
  for (const each of there) expect(each.dataCentres.map(({ id }: { id: string }) => id)).toContain(region.id);
  expect((await run('gpus')).stdout).toMatch(/^GPU +TYPE +MEMORY +SECURE \$\/H/);
  expect(await run('gpus', '--cloud', 'sky')).toMatchObject({ code: 2 });
});

/** Of an earlier try that broke off; there is mostly none. */
async function removeLeft(kind: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) await run(kind, 'delete', name, '--confirm', name);
}

test('a volume is made, grows, is renamed, and its deletion wants its name', async () => {
  await removeLeft('volumes', 'models', 'weights');
  expect(await run('volumes', 'create', 'models', '--size', '50', '--region', 'EU-RO-1')).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('$3.50 a month'),
  });
  const nowhere = await run('volumes', 'create', 'models', '--size', '50', '--region', 'EU-RO-9', '--yes');
  expect(nowhere).toMatchObject({ code: 3 });
  expect(nowhere.stderr).toContain('Did you mean EU-RO-1?');
  const made = await run('volumes', 'create', 'models', '--size', '50', '--region', 'eu-ro-1', '--yes');
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('models') });
  expect((await run('volumes')).stdout).toMatch(/models +EU-RO-1 +50 GB +3\.50/);
  const shrunk = await run('volumes', 'resize', 'models', '--size', '20', '--yes');
  expect(shrunk).toMatchObject({ code: 2, stderr: expect.stringContaining('never shrink') });
  expect(await run('volumes', 'resize', 'models', '--size', '80', '--yes')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('80 GB'),
  });
  expect((await run('volumes', 'rename', 'models', 'weights')).code).toBe(0);
  const missing = await run('volumes', 'delete', 'weihgts', '--confirm', 'weihgts');
  expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('Did you mean "weights"?') });
  const unconfirmed = await run('volumes', 'delete', 'weights');
  expect(unconfirmed.code).toBe(8);
  for (const part of ['everything on its 80 GB', 'No pod uses it.', '$5.60 a month end', '--confirm weights'])
    expect(unconfirmed.stderr).toContain(part);
  expect(await run('volumes', 'delete', 'weights', '--confirm', 'other')).toMatchObject({ code: 8 });
  expect(await run('volumes', 'delete', 'weights', '--confirm', 'weights')).toMatchObject({ code: 0 });
  const { volumes } = JSON.parse((await run('volumes', 'list', '--json')).stdout);
  expect(volumes).toHaveLength(1);
  // That of the pod which the fleet began with.
  const [{ name }] = volumes;
  expect((await run('volumes', 'delete', name)).stderr).toContain('Used by: h100-train-0.');
});

test('a secret comes on standard input alone, is shown by nobody, and its deletion names who uses it', async () => {
  await removeLeft('secrets', 'hf');
  const empty = await runWith('', 'secrets', 'create', 'hf');
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('empty') });
  const made = await runWith('hf_value_12345\n', 'secrets', 'create', 'hf', '--json');
  expect(JSON.parse(made.stdout)).toMatchObject({ name: 'hf', created: true });
  const all = [made, await run('secrets'), await run('secrets', 'list', '--json')];
  for (const ended of all) expect(`${ended.stdout}${ended.stderr}`).not.toContain('hf_value');
  expect(await run('secrets', 'delete', 'hf')).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('No template of the account uses it.'),
  });
  expect((await run('secrets', 'delete', 'hf', '--confirm', 'hf')).code).toBe(0);
});

test('a registry credential is kept without its password being a flag', async () => {
  await removeLeft('registries', 'ghcr');
  const made = await runWith('pass-word-1234', 'registries', 'create', 'ghcr', '--username', 'ann');
  expect(made).toMatchObject({ code: 0 });
  const listed = await run('registries', '--json');
  expect(JSON.parse(listed.stdout).registries).toMatchObject([{ name: 'ghcr' }]);
  expect(`${made.stdout}${made.stderr}${listed.stdout}`).not.toContain('pass-word');
  expect(await run('registries', 'create', 'x', '--username', 'a', '--password', 'p')).toMatchObject({
    code: 2,
  });
  expect((await run('registries', 'delete', 'ghcr', '--confirm', 'ghcr')).code).toBe(0);
});

test('a key is added and removed by the fingerprint that ssh-keygen shows, and no other is lost', async () => {
  const folder = mkdtempSync(join(home, 'keys-'));
  const keys = ['one', 'two'].map((name) => {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `${name}@desk`, '-f', file]);
    const shown = execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' });
    return { file, fingerprint: shown.split(' ')[1] ?? '' };
  });
  const [one, two] = keys;
  if (one === undefined || two === undefined) throw new Error('There are no keys.');
  expect(await run('keys', 'add', one.file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a private key'),
  });
  for (const { file } of keys) expect((await run('keys', 'add', `${file}.pub`)).code).toBe(0);
  expect((await run('keys', 'add', `${one.file}.pub`)).stdout).toContain('there already');
  const listed = JSON.parse((await run('keys', '--json')).stdout).keys;
  expect(listed).toContainEqual({ fingerprint: one.fingerprint, type: 'ssh-ed25519', comment: 'one@desk' });
  expect(await run('keys', 'remove', one.fingerprint)).toMatchObject({ code: 8 });
  expect(await run('keys', 'remove', one.fingerprint, '--confirm', one.fingerprint)).toMatchObject({
    code: 0,
  });
  const left = JSON.parse((await run('keys', 'list', '--json')).stdout).keys;
  expect(left).toHaveLength(listed.length - 1);
  expect(left).toContainEqual({ fingerprint: two.fingerprint, type: 'ssh-ed25519', comment: 'two@desk' });
  expect((await run('keys', 'remove', 'SHA256:nothing', '--confirm', 'SHA256:nothing')).code).toBe(3);
});

test('of a template only references to secrets are shown', async () => {
  await removeLeft('templates', 'web');
  const query = `mutation{saveTemplate(input:{name:"web",imageName:"acme/web:1",containerDiskInGb:10,volumeInGb:0,
    env:[{key:"TOKEN",value:"{{ RUNPOD_SECRET_hf }}"},{key:"PLAIN",value:"plain-value-1"}],ports:"80/http"}){id}}`;
  const { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY } = simulator.variables;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${RUNPOD_API_KEY}` };
  await fetch(RUNPOD_GRAPHQL_URL, { method: 'POST', headers, body: JSON.stringify({ query }) });
  expect((await run('templates')).stdout).toMatch(/web +acme\/web:1/);
  const shown = await run('templates', 'get', 'web');
  expect(shown.stdout).toContain('TOKEN={{ RUNPOD_SECRET_hf }}');
  expect(shown.stdout).toContain('PLAIN=[not shown]');
  expect((await run('templates', 'list', '--json')).stdout).not.toContain('plain-value-1');
  expect((await run('templates', 'delete', 'web', '--confirm', 'web')).code).toBe(0);
});

test('nothing is changed where the settings say read-only', async () => {
  makeKey(join(home, 'key'), 'ed25519');
  const file = join(home, 'key.pub');
  for (const words of [
    ['volumes', 'create', 'x', '--size', '10', '--region', 'EU-RO-1', '--yes'],
    ['keys', 'add', file],
    ['templates', 'delete', 'web', '--confirm', 'web'],
  ])
    expect(await run(...words, '--read-only')).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('read-only'),
    });
  expect(await runWith('v', 'secrets', 'create', 'x', '--read-only')).toMatchObject({ code: 8 });
});

test('one wire alone is enough, and what it lacks is told', async () => {
  expect((await run('volumes', '--api', 'graphql')).code).toBe(0);
  expect((await run('volumes', '--api', 'rest')).code).toBe(0);
  const account = await run('account', '--api', 'rest');
  expect(account).toMatchObject({ code: 1, stderr: expect.stringContaining('GraphQL') });
});
