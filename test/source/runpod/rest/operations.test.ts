/** Each operation against the description of RunPod's API: what is sent, and what is made of the answer. */
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { EditPod } from '../../../../source/fleet/pod-settings.ts';
import type { CreatePod } from '../../../../source/runpod/deploy-cloud.ts';
import { hasOpenApi, openApi } from '../../../neighbours/openapi.ts';
import {
  type Answers,
  answerOf,
  failureOf,
  problem,
  type RestServer,
  startRest,
  testCloud,
} from './rest-server.ts';
import { exited, wirePod } from './wire-pods.ts';

const servers: RestServer[] = [];

/** Every request of every test here is one that the description allows (where it is absent that is not looked at). */
afterEach(async () => {
  const misfits = servers.flatMap((server) => server.misfits);
  await Promise.all(servers.splice(0).map((server) => server.close()));
  expect(misfits).toEqual([]);
});

async function serve(answers: Answers): Promise<RestServer> {
  const server = await startRest(answers);
  servers.push(server);
  return server;
}

const trainer: CreatePod = {
  name: 'trainer',
  deployId: 'd-42',
  image: 'ghcr.io/a/b:1',
  templateId: null,
  gpuTypeId: 'NVIDIA A40',
  gpuCount: 2,
  cloud: 'secure',
  dataCentreId: 'us-ks-2',
  minCudaVersion: '12.8',
  bidPerGpuDollars: null,
  containerDiskGigabytes: 40,
  volumeGigabytes: 20,
  volumeMountPath: '/workspace',
  networkVolumeId: null,
  ports: '8888/http, 22/tcp',
  environment: { TOKEN: createSecret('t0ken-value') },
  startCommand: 'sleep infinity',
  registryCredentialId: 'reg1',
};

const made = { status: 201, json: wirePod({ id: 'new1', gpu: { id: 'NVIDIA A40', count: 2 }, cost: 0.8 }) };

test('a pod is made with all that was asked for, and nothing that RunPod does not know', async () => {
  const server = await serve({ 'POST /v2/pods': made });
  const created = answerOf(await testCloud(server.url).cloud.createPod(trainer));
  expect(created).toEqual({ podId: 'new1', gpuTypeId: 'NVIDIA A40', costPerHourDollars: 0.8 });
  expect(server.asked[0]?.body).toEqual({
    name: 'trainer',
    image: 'ghcr.io/a/b:1',
    gpu: { id: 'NVIDIA A40', count: 2, minCudaVersion: '12.8' },
    cloud: 'SECURE',
    dataCenterIds: ['US-KS-2'],
    disk: 40,
    mounts: { persistent: { size: 20, path: '/workspace' } },
    ports: ['8888/http', '22/tcp'],
    env: { TOKEN: 't0ken-value', POD_ENGINE_DEPLOY_ID: 'd-42' },
    args: 'sleep infinity',
    registry: 'reg1',
    startSsh: true,
    startJupyter: false,
  });
});

test('a template fills what is left out, and a network volume takes the place of the own one', async () => {
  const server = await serve({ 'POST /v2/pods': made });
  const { minCudaVersion: _, ...rest } = trainer;
  await testCloud(server.url).cloud.createPod({
    ...rest,
    templateId: 'tpl',
    image: '',
    ports: '',
    networkVolumeId: 'vol1',
    dataCentreId: null,
    startCommand: null,
    registryCredentialId: null,
    startSsh: false,
  });
  expect(server.asked[0]?.body).toEqual({
    name: 'trainer',
    templateId: 'tpl',
    gpu: { id: 'NVIDIA A40', count: 2 },
    cloud: 'SECURE',
    disk: 40,
    mounts: { network: [{ volumeId: 'vol1', path: '/workspace' }] },
    env: { TOKEN: 't0ken-value', POD_ENGINE_DEPLOY_ID: 'd-42' },
    startSsh: false,
    startJupyter: false,
  });
});

test('of any cloud: the other one is asked only when the first has said that it has none', async () => {
  const full = problem(400, 'There are no longer any instances available with the requested specifications.');
  const server = await serve({ 'POST /v2/pods': [full, made, problem(400, 'no'), full] });
  const { cloud } = testCloud(server.url);
  answerOf(await cloud.createPod({ ...trainer, cloud: 'any' }));
  expect(failureOf(await cloud.createPod({ ...trainer, cloud: 'any' })).code).toBe('refused');
  const networked = { ...trainer, cloud: 'any', networkVolumeId: 'v' } as const;
  expect(failureOf(await cloud.createPod(networked)).code).toBe('no-capacity');
  const clouds = server.asked.map(({ body }) => (body as { cloud: string }).cloud);
  expect(clouds).toEqual(['SECURE', 'COMMUNITY', 'SECURE', 'SECURE']);
});

test('what REST v2 has not is named, and nothing is sent', async () => {
  const server = await serve({});
  const { cloud } = testCloud(server.url);
  const failures = [
    failureOf(await cloud.createPod({ ...trainer, bidPerGpuDollars: 0.2 })),
    failureOf(await cloud.createPod({ ...trainer, stopAfterMs: 1 })),
    failureOf(await cloud.createPod({ ...trainer, terminateAfterMs: 1 })),
    failureOf(await cloud.startPod({ podId: 'p1', gpuCount: null, bidPerGpuDollars: 0.2 })),
    failureOf(await cloud.account()),
  ];
  expect(failures.map(({ code }) => code)).toEqual(Array(5).fill('unsupported'));
  for (const { message, hint } of failures) expect(`${message} ${hint}`).toMatch(/REST v2 has no .*GraphQL/);
  const detours = failures.slice(0, 3).map(({ detour = '' }) => detour.includes('POD_ENGINE_TTL_MINUTES'));
  expect(detours).toEqual([false, true, true]);
  expect(server.asked).toEqual([]);
  expect(cloud.wires()[0]?.state).toEqual({ kind: 'unused' });
});

test('a lost pod is found again by the variable of its deploy', async () => {
  const mine = wirePod({ id: 'mine', env: { POD_ENGINE_DEPLOY_ID: 'd-42', TOKEN: 'x' } });
  const other = wirePod({ id: 'other', env: { POD_ENGINE_DEPLOY_ID: 'd-41' } });
  const server = await serve({ 'GET /v2/pods': { json: { pods: [wirePod(), mine, other] } } });
  expect(answerOf(await testCloud(server.url).cloud.podsOfDeploy('d-42'))).toEqual([
    { podId: 'mine', gpuTypeId: 'NVIDIA GeForce RTX 4090', costPerHourDollars: 0.44 },
  ]);
});

test('a pod whose variables are not told is not taken for one of no deploy', async () => {
  const { env: _, ...silent } = wirePod();
  const server = await serve({ 'GET /v2/pods': { json: { pods: [silent] } } });
  expect(failureOf(await testCloud(server.url).cloud.podsOfDeploy('d-42')).code).toBe('unexpected');
});

test('start, stop, restart, lock, rename, terminate', async () => {
  const pod = { json: wirePod({ id: 'p1', gpu: { id: 'NVIDIA A40', count: 2 } }) };
  const server = await serve({
    'GET /v2/pods/p1': pod,
    'POST /v2/pods/p1/action': pod,
    'PATCH /v2/pods/p1': pod,
    'DELETE /v2/pods/p1': { act: (response) => response.writeHead(204).end() },
  });
  const { cloud } = testCloud(server.url);
  const done = { ok: true, value: { podId: 'p1' } };
  expect(await cloud.startPod({ podId: 'p1', gpuCount: null, bidPerGpuDollars: null })).toEqual(done);
  expect(await cloud.stopPod('p1')).toEqual(done);
  expect(await cloud.restartPod('p1')).toEqual(done);
  expect(await cloud.lockPod({ podId: 'p1', locked: true })).toEqual(done);
  expect(await cloud.renamePod({ podId: 'p1', name: 'other' })).toEqual(done);
  expect(await cloud.terminatePod('p1')).toEqual(done);
  expect(await cloud.terminatePod('gone')).toEqual({ ok: true, value: { podId: 'gone' } });
  expect(server.asked.map(({ method, body }) => [method, body])).toEqual([
    ['POST', { action: 'start' }],
    ['POST', { action: 'stop' }],
    ['POST', { action: 'restart' }],
    ['PATCH', { locked: true }],
    ['PATCH', { name: 'other' }],
    ['DELETE', undefined],
    ['DELETE', undefined],
  ]);
});

test("a start with the pod's own number of GPUs is a start, one with another is not to be had", async () => {
  const pod = { json: wirePod({ id: 'p1', gpu: { id: 'NVIDIA A40', count: 2 } }) };
  const server = await serve({ 'GET /v2/pods/p1': pod, 'POST /v2/pods/p1/action': pod });
  const { cloud } = testCloud(server.url);
  answerOf(await cloud.startPod({ podId: 'p1', gpuCount: 2, bidPerGpuDollars: null }));
  const failure = failureOf(await cloud.startPod({ podId: 'p1', gpuCount: 0, bidPerGpuDollars: null }));
  expect(failure).toMatchObject({ code: 'unsupported', message: expect.stringContaining('with 0 GPUs') });
  expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test("a pod's settings, its variables as secrets", async () => {
  const pod = wirePod({ args: 'serve --port 80', env: { TOKEN: 't0ken-value', 'a\u0007b': '1' } });
  const server = await serve({ 'GET /v2/pods/7h9k2m4n6p': { json: pod } });
  const { cloud, notes } = testCloud(server.url);
  const settings = answerOf(await cloud.podSettings('7h9k2m4n6p'));
  expect(settings).toMatchObject({
    name: 'pytorch-training',
    ports: '8888/http,22/tcp',
    containerDiskGigabytes: 50,
    volumeGigabytes: 20,
    volumeMountPath: '/workspace',
    startCommand: 'serve --port 80',
    gpuCount: 1,
    gpuTypeId: 'NVIDIA GeForce RTX 4090',
  });
  expect(settings.environment.TOKEN?.reveal()).toBe('t0ken-value');
  expect(Object.keys(settings.environment)).toEqual(['TOKEN']);
  expect(JSON.stringify(settings)).not.toContain('t0ken-value');
  expect(notes).toHaveLength(1);
});

const edit: EditPod = {
  podId: '7h9k2m4n6p',
  image: 'ghcr.io/a/b:2',
  ports: '80/http,22/tcp',
  containerDiskGigabytes: 60,
  volumeGigabytes: 20,
  volumeMountPath: '/workspace',
  startCommand: null,
  registryCredentialId: null,
  environment: { TOKEN: createSecret('t0ken-value') },
};

test('an edit sends all variables, and mount and start command only where they change', async () => {
  const mounts = { network: [{ volumeId: 'vol1', path: '/workspace' }] };
  const server = await serve({
    'GET /v2/pods/7h9k2m4n6p': [
      { json: wirePod() },
      { json: wirePod({ args: 'serve' }) },
      { json: wirePod({ mounts }) },
      { json: wirePod({ mounts }) },
    ],
    'PATCH /v2/pods/7h9k2m4n6p': { json: wirePod() },
  });
  const { cloud } = testCloud(server.url);
  answerOf(await cloud.editPod(edit));
  answerOf(await cloud.editPod({ ...edit, volumeGigabytes: 30 }));
  answerOf(await cloud.editPod({ ...edit, volumeGigabytes: null, volumeMountPath: '/data' }));
  expect(failureOf(await cloud.editPod({ ...edit, volumeGigabytes: 30 }))).toMatchObject({
    code: 'refused',
    message: expect.stringContaining('it has a network volume'),
  });
  const sent = server.asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  const all = {
    image: 'ghcr.io/a/b:2',
    ports: ['80/http', '22/tcp'],
    disk: 60,
    env: { TOKEN: 't0ken-value' },
  };
  expect(sent).toEqual([
    all,
    { ...all, args: '', mounts: { persistent: { size: 30, path: '/workspace' } } },
    { ...all, mounts: { network: [{ volumeId: 'vol1', path: '/data' }] } },
  ]);
});

const rtx4090 = {
  id: 'NVIDIA GeForce RTX 4090',
  name: 'RTX 4090',
  pool: 'ADA_24',
  manufacturer: 'NVIDIA',
  memory: 24,
  secure: true,
  community: true,
  price: { secure: 0.44, community: 0.31, serverless: 1.1 },
  maxCount: { secure: 8, community: 4 },
  availability: 'LOW',
  dataCenters: [{ id: 'US-KS-2', name: 'US Kansas 2', availability: 'LOW' }],
};
const a40 = {
  id: 'NVIDIA A40',
  name: 'A40',
  pool: null,
  manufacturer: 'NVIDIA',
  memory: 48,
  secure: true,
  community: false,
  price: { secure: 0.39, community: 0.2 },
  maxCount: { secure: 10, community: 0 },
  availability: 'NONE',
};
const elsewhere = {
  ...rtx4090,
  availability: 'HIGH',
  dataCenters: [
    { id: 'EU-SE-1', name: 'Sweden', availability: 'HIGH' },
    { id: 'US-KS-2', name: 'US Kansas 2', availability: 'MEDIUM' },
  ],
};
const sentinel = { ...a40, id: 'unknown' };

test('the catalogue by stock, price and place; of any cloud the better stock, and the price of the one asked first', async () => {
  const server = await serve({
    'GET /v2/catalog/gpus': {
      act(response, { path }) {
        const gpus = path.includes('cloud=COMMUNITY') ? [elsewhere] : [rtx4090, a40, sentinel];
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ gpus }));
      },
    },
  });
  const { cloud } = testCloud(server.url);
  const types = answerOf(await cloud.gpuTypes({ gpuCount: 2, cloud: 'any' }));
  expect(types).toEqual([
    {
      typeId: 'NVIDIA GeForce RTX 4090',
      displayName: 'RTX 4090',
      manufacturer: 'NVIDIA',
      memoryGigabytes: 24,
      secureDollars: 0.44,
      communityDollars: 0.31,
      lowestBidDollars: null,
      maxGpuCount: 8,
      stock: 'high',
      dataCentres: [
        { id: 'US-KS-2', stock: 'medium' },
        { id: 'EU-SE-1', stock: 'high' },
      ],
    },
    {
      typeId: 'NVIDIA A40',
      displayName: 'A40',
      manufacturer: 'NVIDIA',
      memoryGigabytes: 48,
      secureDollars: 0.39,
      communityDollars: null,
      lowestBidDollars: null,
      maxGpuCount: 10,
      stock: 'none',
      dataCentres: [],
    },
  ]);
  const offers = async (dataCentreId: string | null, from: 'secure' | 'community' | 'any') =>
    answerOf(await cloud.gpuOffers({ gpuCount: 1, cloud: from, dataCentreId })).map((offer) => [
      offer.displayName,
      offer.stock,
      offer.dollarsPerGpuHour,
    ]);
  expect(await offers(null, 'any')).toEqual([
    ['RTX 4090', 'high', 0.44],
    ['A40', 'none', 0.39],
  ]);
  expect(await offers('us-ks-2', 'secure')).toEqual([
    ['RTX 4090', 'low', 0.44],
    ['A40', 'none', 0.39],
  ]);
  expect(await offers('EU-SE-1', 'secure')).toEqual([
    ['RTX 4090', 'none', 0.44],
    ['A40', 'none', 0.39],
  ]);
  expect(server.asked.at(-1)?.path).toBe(
    '/v2/catalog/gpus?include=AVAILABILITY&product=POD&count=1&cloud=SECURE',
  );
});

test("a pod's GPU has the catalogue's name once that is known", async () => {
  const named = { ...rtx4090, name: 'RTX 4090 (24 GB)' };
  const server = await serve({
    'GET /v2/pods': { json: { pods: [wirePod()] } },
    'GET /v2/catalog/gpus': { json: { gpus: [named] } },
  });
  const { cloud } = testCloud(server.url);
  const names: unknown[] = [];
  names.push(answerOf(await cloud.listPods())[0]?.gpuName);
  await cloud.gpuTypes({ gpuCount: 1, cloud: 'secure' });
  names.push(answerOf(await cloud.listPods())[0]?.gpuName);
  expect(names).toEqual(['RTX 4090', 'RTX 4090 (24 GB)']);
});

test('data centres', async () => {
  const place = { id: 'us-ks-2', name: 'US Kansas 2', region: 'NORTH_AMERICA', globalNetwork: true };
  const server = await serve({
    'GET /v2/catalog/datacenters': { json: { dataCenters: [place, { id: 'X-1', region: 'UNKNOWN' }] } },
  });
  expect(answerOf(await testCloud(server.url).cloud.dataCentres())).toEqual([
    { id: 'US-KS-2', name: 'US Kansas 2', location: 'North America' },
    { id: 'X-1', name: 'X-1', location: null },
  ]);
});

test('network volumes: listed, made, grown, renamed, deleted', async () => {
  const volume = { id: 'vol1', name: 'sets', size: 80, dataCenter: 'US-KS-2', type: 'STANDARD' };
  const server = await serve({
    'GET /v2/network-volumes': { json: { networkVolumes: [volume] } },
    'GET /v2/network-volumes/vol1': { json: volume },
    'POST /v2/network-volumes': { status: 201, json: volume },
    'PATCH /v2/network-volumes/vol1': { json: { ...volume, size: 120 } },
    'DELETE /v2/network-volumes/vol1': { act: (response) => response.writeHead(204).end() },
  });
  const { cloud } = testCloud(server.url);
  const known = { id: 'vol1', name: 'sets', dataCentreId: 'US-KS-2', sizeGigabytes: 80 };
  expect(answerOf(await cloud.networkVolumes())).toEqual([known]);
  const asked = { name: 'sets', sizeGigabytes: 80, dataCentreId: 'us-ks-2' };
  expect(answerOf(await cloud.createNetworkVolume(asked))).toEqual({ id: 'vol1' });
  expect(answerOf(await cloud.changeNetworkVolume({ id: 'vol1', name: 'x', sizeGigabytes: 120 }))).toEqual({
    ...known,
    sizeGigabytes: 120,
  });
  expect(answerOf(await cloud.changeNetworkVolume({ id: 'vol1', name: null, sizeGigabytes: null }))).toEqual(
    known,
  );
  expect(answerOf(await cloud.deleteNetworkVolume('vol1'))).toBeNull();
  expect(failureOf(await cloud.deleteNetworkVolume('vol2')).code).toBe('not-found');
  expect(server.asked.map(({ body }) => body)).toEqual([
    undefined,
    { name: 'sets', size: 80, dataCenter: 'US-KS-2' },
    { name: 'x', size: 120 },
    undefined,
    undefined,
    undefined,
  ]);
});

test('registry credentials, SSH keys, secrets', async () => {
  const empty = {
    act: (response: { writeHead(status: number): { end(): void } }) => response.writeHead(204).end(),
  };
  const key = `ssh-rsa ${'A'.repeat(700)} me@example.com`;
  const server = await serve({
    'GET /v2/registries': { json: { registries: [{ id: 'r1', name: 'ghcr' }] } },
    'POST /v2/registries': { status: 201, json: { id: 'r2', name: 'hub' } },
    'DELETE /v2/registries/r1': empty,
    'GET /v2/account/ssh-keys': { json: { keys: [`${key}\n`, ''] } },
    'PUT /v2/account/ssh-keys': { json: { keys: [key] } },
    'GET /v2/account/secrets': { json: { secrets: [{ id: 's1', name: 'HF_TOKEN' }] } },
    'POST /v2/account/secrets': { status: 201, json: { id: 's2', name: 'WANDB' } },
    'DELETE /v2/account/secrets/s2': empty,
  });
  const { cloud } = testCloud(server.url);
  const password = createSecret('pass-word');
  expect(answerOf(await cloud.registryCredentials())).toEqual([{ id: 'r1', name: 'ghcr' }]);
  expect(answerOf(await cloud.createRegistryCredential({ name: 'hub', username: 'u', password }))).toEqual({
    id: 'r2',
  });
  expect(answerOf(await cloud.deleteRegistryCredential('r1'))).toBeNull();
  expect(answerOf(await cloud.sshKeys())).toEqual([{ line: key }]);
  expect(answerOf(await cloud.replaceSshKeys([{ line: key }]))).toBeNull();
  expect(answerOf(await cloud.secretNames())).toEqual(['HF_TOKEN']);
  expect(answerOf(await cloud.secrets())).toEqual([{ id: 's1', name: 'HF_TOKEN' }]);
  expect(answerOf(await cloud.createSecret({ name: 'WANDB', value: password }))).toEqual({ id: 's2' });
  expect(answerOf(await cloud.deleteSecret('s2'))).toBeNull();
  expect(server.asked.flatMap(({ body }) => (body === undefined ? [] : [body]))).toEqual([
    { name: 'hub', username: 'u', password: 'pass-word' },
    { keys: [key] },
    { name: 'WANDB', value: 'pass-word' },
  ]);
});

test('a service that is older than secrets has none, rather than not finding one', async () => {
  const older = await serve({});
  const { cloud } = testCloud(older.url);
  expect(failureOf(await cloud.secrets()).code).toBe('unsupported');
  expect(failureOf(await cloud.createSecret({ name: 'A', value: createSecret('b-secret') })).code).toBe(
    'unsupported',
  );
  expect(failureOf(await cloud.deleteSecret('s1')).code).toBe('unsupported');
  const newer = await serve({ 'GET /v2/account/secrets': { json: { secrets: [{ id: 's1', name: 'A' }] } } });
  const other = testCloud(newer.url).cloud;
  expect(failureOf(await other.deleteSecret('s1')).code).toBe('unsupported');
  expect(failureOf(await other.deleteSecret('s2')).code).toBe('not-found');
});

const template = {
  id: 't1',
  name: 'trainer',
  image: 'ghcr.io/a/b:1',
  args: '',
  disk: 50,
  mounts: { persistent: { size: 20, path: '/workspace' } },
  ports: ['8888/http'],
  env: { MODE: 'fast' },
  registry: null,
  serverless: false,
  public: false,
  category: 'NVIDIA',
  startSsh: true,
  startJupyter: false,
  allowedCudaVersions: [],
};

test('templates: listed, made, changed, deleted by name', async () => {
  const server = await serve({
    'GET /v2/templates': { json: { templates: [template] } },
    'POST /v2/templates': { status: 201, json: { ...template, id: 't2' } },
    'PATCH /v2/templates/t1': { json: template },
    'DELETE /v2/templates/t1': [
      problem(400, 'Template is in use by a pod'),
      { act: (response) => response.writeHead(204).end() },
    ],
  });
  const { cloud, notes } = testCloud(server.url);
  const known = {
    name: 'trainer',
    image: 'ghcr.io/a/b:1',
    containerDiskGigabytes: 50,
    volumeGigabytes: 20,
    volumeMountPath: '/workspace',
    ports: '8888/http',
    environment: { MODE: 'fast' },
    startCommand: null,
    registryCredentialId: null,
    readme: '',
  };
  expect(answerOf(await cloud.templates())).toEqual([{ ...known, id: 't1' }]);
  const named = { ...known, id: null, readme: '# Trainer' };
  expect(answerOf(await cloud.saveTemplate(named))).toEqual({ id: 't2' });
  expect(notes.map(({ message }) => message)).toEqual([expect.stringContaining('readme was left out')]);
  expect(answerOf(await cloud.saveTemplate({ ...known, id: 't1', volumeGigabytes: 0 }))).toEqual({
    id: 't1',
  });
  expect(failureOf(await cloud.deleteTemplate('trainer'))).toMatchObject({
    code: 'refused',
    hint: expect.stringContaining('two minutes'),
  });
  expect(answerOf(await cloud.deleteTemplate('trainer'))).toBeNull();
  expect(failureOf(await cloud.deleteTemplate('other')).code).toBe('not-found');
});

test.skipIf(!hasOpenApi)('the answers of these tests are answers by the description', () => {
  const { checkAnswer } = openApi();
  const found = [
    ...checkAnswer('POST', '/v2/pods', 201, made.json),
    ...checkAnswer('GET', '/v2/pods/asleep', 200, exited),
    ...checkAnswer('GET', '/v2/catalog/gpus', 200, { gpus: [rtx4090, a40, elsewhere] }),
    ...checkAnswer('GET', '/v2/templates', 200, { templates: [template] }),
  ];
  expect(found).toEqual([]);
});
