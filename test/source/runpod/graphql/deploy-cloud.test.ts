/** What a deploy asks of RunPod, by RunPod's literal answers, odd ones among them. */
import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { CreatePod } from '../../../../source/runpod/deploy-cloud.ts';
import { type Answer, type ApiServer, startApi, type TestCloud, testCloud } from './api-server.ts';

const servers: ApiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(
  ...answers: readonly Answer[]
): Promise<TestCloud & { readonly asked: ApiServer['asked'] }> {
  const server = await startApi(...answers);
  servers.push(server);
  return { ...testCloud(server.url), asked: server.asked };
}

const data = (root: string, value: unknown): Answer => ({ json: { data: { [root]: value } } });
const refusal = (message: string, extensions: unknown, root: string): Answer => ({
  json: { errors: [{ message, path: [root], extensions }], data: { [root]: null } },
});

const wish: CreatePod = {
  name: 'app',
  deployId: 'd-20261125-abcdef',
  image: 'registry.example/acme/app:1.4.0@sha256:aa',
  templateId: 'tpl1',
  gpuTypeId: 'NVIDIA A40',
  gpuCount: 2,
  cloud: 'secure',
  dataCentreId: 'eu-ro-1',
  bidPerGpuDollars: null,
  containerDiskGigabytes: 20,
  volumeGigabytes: 0,
  volumeMountPath: '/workspace',
  networkVolumeId: null,
  ports: '80/http,22/tcp',
  environment: { HF_TOKEN: createSecret('hf_verysecretvalue'), NOTE: createSecret('a=b\nc') },
  startCommand: null,
  registryCredentialId: null,
};

test('offers: stock in any case, nothing free is no price, and the sentinel is no card', async () => {
  const { cloud, asked, notes } = await serve(
    data('gpuTypes', [
      {
        id: 'NVIDIA A40',
        displayName: 'A40',
        memoryInGb: 48,
        maxGpuCount: 10,
        perCard: { uninterruptablePrice: 0.4, minimumBidPrice: 0.2 },
        asked: { stockStatus: 'high' },
      },
      {
        id: 'NVIDIA L4',
        displayName: null,
        memoryInGb: null,
        maxGpuCount: null,
        perCard: { uninterruptablePrice: null, minimumBidPrice: 0 },
        asked: { stockStatus: '' },
      },
      { id: 'NVIDIA B200', displayName: 'B200', perCard: null, asked: null },
      { id: 'NVIDIA H100', displayName: 'H100', memoryInGb: 'much', asked: { stockStatus: 'NONE' } },
      { id: 'unknown', displayName: 'unknown', memoryInGb: 0, perCard: {}, asked: {} },
      null,
    ]),
  );
  const offers = await cloud.gpuOffers({ gpuCount: 2, cloud: 'community', dataCentreId: 'eu-ro-1' });
  expect(offers.ok && offers.value).toEqual([
    {
      typeId: 'NVIDIA A40',
      displayName: 'A40',
      memoryGigabytes: 48,
      stock: 'high',
      dollarsPerGpuHour: 0.4,
      lowestBidDollars: 0.2,
      maxGpuCount: 10,
    },
    expect.objectContaining({
      typeId: 'NVIDIA L4',
      displayName: 'NVIDIA L4',
      stock: null,
      dollarsPerGpuHour: null,
      lowestBidDollars: null,
    }),
    expect.objectContaining({ typeId: 'NVIDIA B200', stock: null, dollarsPerGpuHour: null }),
    expect.objectContaining({ typeId: 'NVIDIA H100', stock: 'none', memoryGigabytes: null }),
  ]);
  // The price is asked for one card, the stock for as many as are wanted.
  expect(asked[0]?.variables).toEqual({
    perCard: { gpuCount: 1, secureCloud: false, dataCenterId: 'EU-RO-1' },
    asked: { gpuCount: 2, secureCloud: false, dataCenterId: 'EU-RO-1' },
  });
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringContaining('GPU type 4 is known in part'),
    expect.stringContaining('GPU type 6 was left out'),
  ]);
});

test('any cloud and any place leave both out', async () => {
  const { cloud, asked } = await serve(data('gpuTypes', []));
  expect(await cloud.gpuOffers({ gpuCount: 1, cloud: 'any', dataCentreId: null })).toEqual({
    ok: true,
    value: [],
  });
  expect(asked[0]?.variables).toEqual({ perCard: { gpuCount: 1 }, asked: { gpuCount: 1 } });
});

test('data centres have their ids in capitals', async () => {
  const { cloud } = await serve(
    data('dataCenters', [
      { id: 'eu-ro-1', name: null, location: 'Romania' },
      { id: 'US-TX-3', name: 'Texas' },
    ]),
  );
  expect(await cloud.dataCentres()).toEqual({
    ok: true,
    value: [
      { id: 'EU-RO-1', name: 'eu-ro-1', location: 'Romania' },
      { id: 'US-TX-3', name: 'Texas', location: null },
    ],
  });
});

test("the account's secrets and registry credentials are names", async () => {
  const { cloud } = await serve(
    data('myself', { secrets: [{ name: 'hf' }, { name: null }] }),
    data('myself', { containerRegistryCreds: [{ id: 'c1', name: 'hub' }, { id: 'c2' }] }),
  );
  expect(await cloud.secretNames()).toEqual({ ok: true, value: ['hf'] });
  expect(await cloud.registryCredentials()).toEqual({
    ok: true,
    value: [
      { id: 'c1', name: 'hub' },
      { id: 'c2', name: 'c2' },
    ],
  });
});

test.each(['secretNames', 'registryCredentials', 'templates'] as const)(
  '%s: nobody, and no list, are failures and not an empty account',
  async (method) => {
    const { cloud } = await serve(data('myself', null), data('myself', {}));
    expect(await cloud[method]()).toMatchObject({ ok: false, code: 'unauthorised' });
    expect(await cloud[method]()).toMatchObject({ ok: false, code: 'unexpected' });
  },
);

test('a template has its variables as keys and values', async () => {
  const { cloud } = await serve(
    data('myself', {
      podTemplates: [
        {
          id: 't1',
          name: 'app',
          imageName: 'acme/app:1',
          containerDiskInGb: 20,
          volumeInGb: 0,
          volumeMountPath: '/workspace',
          ports: '80/http',
          env: [{ key: 'MODE', value: 'fast' }, { key: 'EMPTY', value: null }, null],
          dockerArgs: '',
          containerRegistryAuthId: '',
          readme: '# app\n\nKept \u001b[31mhere',
        },
        { id: 't2', name: 'bare' },
      ],
    }),
  );
  expect(await cloud.templates()).toMatchObject({
    ok: true,
    value: [
      {
        id: 't1',
        image: 'acme/app:1',
        environment: { MODE: 'fast', EMPTY: '' },
        startCommand: null,
        registryCredentialId: null,
        readme: '# app\n\nKept here',
      },
      { id: 't2', name: 'bare', image: '', environment: {} },
    ],
  });
});

const template = {
  name: 'app',
  image: 'acme/app:1@sha256:aa',
  containerDiskGigabytes: 20,
  volumeGigabytes: 0,
  volumeMountPath: '/workspace',
  ports: '80/http',
  environment: { MODE: 'fast' },
  startCommand: null,
  registryCredentialId: null,
  readme: '',
};

test('a template is saved with all that RunPod misses otherwise; an id changes that one', async () => {
  const { cloud, asked } = await serve(data('saveTemplate', { id: 't1' }));
  expect(await cloud.saveTemplate({ ...template, id: null })).toEqual({ ok: true, value: { id: 't1' } });
  await cloud.saveTemplate({ ...template, id: 't1' });
  const inputs = asked.map(({ variables }) => variables.input);
  expect(inputs[0]).toEqual({
    name: 'app',
    imageName: 'acme/app:1@sha256:aa',
    containerDiskInGb: 20,
    volumeInGb: 0,
    volumeMountPath: '/workspace',
    ports: '80/http',
    env: [{ key: 'MODE', value: 'fast' }],
    dockerArgs: '',
    containerRegistryAuthId: '',
    readme: '',
    isPublic: false,
    isServerless: false,
    startSsh: true,
    startJupyter: false,
  });
  expect(inputs[1]).toMatchObject({ id: 't1' });
});

test('an answer that names no template is none', async () => {
  const { cloud } = await serve(data('saveTemplate', null));
  expect(await cloud.saveTemplate({ ...template, id: null })).toMatchObject({
    ok: false,
    code: 'unexpected',
  });
});

test('null is how a template is deleted, and an error beside null is an error', async () => {
  const { cloud, asked } = await serve(
    data('deleteTemplate', null),
    refusal('Template is in use by a pod', { code: 'RUNPOD' }, 'deleteTemplate'),
    refusal('Template not found', { code: 'RUNPOD' }, 'deleteTemplate'),
  );
  expect(await cloud.deleteTemplate('app')).toEqual({ ok: true, value: null });
  expect(await cloud.deleteTemplate('app')).toMatchObject({
    code: 'refused',
    hint: expect.stringContaining('two minutes'),
  });
  expect(await cloud.deleteTemplate('app')).toMatchObject({ code: 'not-found' });
  expect(asked[0]?.variables).toEqual({ templateName: 'app' });
});

test.each([
  ['Template name must be unique.', 'refused', 'unique'],
  ['A template with this name already exists', 'refused', 'unique'],
  ['Insufficient balance to deploy this pod', 'payment', 'credit'],
  ['The image name is invalid: image not found', 'refused', "image's name"],
])('"%s" is %s, with what to do', async (message, code, hint) => {
  const { cloud } = await serve(refusal(message, { code: 'RUNPOD' }, 'saveTemplate'));
  const saved = await cloud.saveTemplate({ ...template, id: null });
  expect(saved).toMatchObject({ ok: false, code, hint: expect.stringContaining(hint) });
});

test('a pod is asked for with its variables revealed in the body alone, and the id of its deploy among them', async () => {
  const made = { id: 'pod1', costPerHr: 0.8, machine: { gpuTypeId: 'NVIDIA A40' } };
  const { cloud, asked } = await serve(data('podFindAndDeployOnDemand', made));
  expect(await cloud.createPod(wish)).toEqual({
    ok: true,
    value: { podId: 'pod1', gpuTypeId: 'NVIDIA A40', costPerHourDollars: 0.8 },
  });
  expect(asked[0]?.variables.input).toEqual({
    name: 'app',
    imageName: wish.image,
    templateId: 'tpl1',
    gpuTypeId: 'NVIDIA A40',
    gpuCount: 2,
    cloudType: 'SECURE',
    dataCenterId: 'EU-RO-1',
    containerDiskInGb: 20,
    volumeInGb: 0,
    volumeMountPath: '/workspace',
    ports: '80/http,22/tcp',
    env: [
      { key: 'HF_TOKEN', value: 'hf_verysecretvalue' },
      { key: 'NOTE', value: 'a=b\nc' },
      { key: 'POD_ENGINE_DEPLOY_ID', value: 'd-20261125-abcdef' },
    ],
    startSsh: true,
    startJupyter: false,
  });
});

test('a bid asks for a spot pod; outside of the secure cloud a public address is asked for', async () => {
  const { cloud, asked } = await serve(data('podRentInterruptable', { id: 'pod1', costPerHr: 0 }));
  const made = await cloud.createPod({
    ...wish,
    bidPerGpuDollars: 0.3,
    cloud: 'any',
    dataCentreId: null,
    startCommand: 'sleep 9',
    registryCredentialId: 'c1',
    networkVolumeId: 'nv1',
    templateId: null,
  });
  expect(made).toEqual({ ok: true, value: { podId: 'pod1', gpuTypeId: null, costPerHourDollars: null } });
  expect(asked[0]?.query).toContain('podRentInterruptable');
  const input = asked[0]?.variables.input;
  expect(input).toMatchObject({
    bidPerGpu: 0.3,
    cloudType: 'ALL',
    supportPublicIp: true,
    dockerArgs: 'sleep 9',
    containerRegistryAuthId: 'c1',
    networkVolumeId: 'nv1',
  });
  expect(input).not.toHaveProperty('dataCenterId');
  expect(input).not.toHaveProperty('templateId');
});

test.each<readonly [string, Answer]>([
  ['null without an error', data('podFindAndDeployOnDemand', null)],
  [
    'SUPPLY_CONSTRAINT',
    refusal(
      'There are no longer any instances available with the requested specifications. Please refresh and try again.',
      { code: 'SUPPLY_CONSTRAINT', userId: 'user_2abc' },
      'podFindAndDeployOnDemand',
    ),
  ],
])('no capacity: %s', async (_, answer) => {
  const { cloud, asked } = await serve(answer);
  expect(await cloud.createPod(wish)).toMatchObject({ ok: false, code: 'no-capacity' });
  expect(asked).toHaveLength(1);
});

test.each<readonly [string, Answer, string]>([
  ['a gateway that gives up', { status: 504, text: '<html><title>504</title></html>' }, 'server'],
  ['a connection that is cut', { act: (response) => response.destroy() }, 'network'],
  [
    'a fault',
    refusal('Something went wrong.', { code: 'INTERNAL_SERVER_ERROR' }, 'podFindAndDeployOnDemand'),
    'server',
  ],
  ['a pod without an id', data('podFindAndDeployOnDemand', { id: null }), 'unexpected'],
])('%s is not asked again, and says that it may have been done', async (_, answer, code) => {
  const { cloud, asked } = await serve(answer);
  const made = await cloud.createPod(wish);
  expect(made).toMatchObject({ ok: false, code, hint: expect.stringContaining('may have been done') });
  expect(asked).toHaveLength(1);
});

test('a refusal that quotes what was sent does not bring a secret out', async () => {
  const quoted = `Variable "$input" got invalid value {"key":"HF_TOKEN","value":"hf_verysecretvalue"}; bad`;
  const { cloud } = await serve({ status: 400, json: { errors: [{ message: quoted }] } });
  const made = await cloud.createPod(wish);
  expect(JSON.stringify(made)).not.toContain('verysecret');
  expect(made).toMatchObject({ ok: false, code: 'bad-request' });
});

test('pods of a deploy are found by their variable alone', async () => {
  const pod = (id: string, env: unknown) => ({ id, costPerHr: 0.4, machine: null, env });
  const { cloud } = await serve(
    data('myself', {
      pods: [
        pod('p1', ['A=1', 'POD_ENGINE_DEPLOY_ID=mine']),
        pod('p2', ['POD_ENGINE_DEPLOY_ID=other']),
        pod('p3', null),
        pod('p4', ['NOT_POD_ENGINE_DEPLOY_ID=mine', null]),
      ],
    }),
  );
  expect(await cloud.podsOfDeploy('mine')).toEqual({
    ok: true,
    value: [{ podId: 'p1', gpuTypeId: null, costPerHourDollars: 0.4 }],
  });
});

test.each([
  ['the variables of one are not told', [{ id: 'p1' }, { id: 'p2', env: [] }]],
  [
    'one cannot be read',
    [
      { id: 'p1', env: [] },
      { name: 'no id', env: ['POD_ENGINE_DEPLOY_ID=mine'] },
    ],
  ],
])('pods of a deploy: where %s, nobody knows', async (_, pods) => {
  const { cloud } = await serve(data('myself', { pods }));
  expect(await cloud.podsOfDeploy('mine')).toMatchObject({ ok: false, code: 'unexpected' });
});

test("a pod's settings have their variables as secrets", async () => {
  const { cloud, notes } = await serve(
    data('pod', {
      id: 'p1',
      name: 'app',
      imageName: 'acme/app:1',
      ports: '80/http',
      containerDiskInGb: 20,
      volumeInGb: 10,
      volumeMountPath: '/workspace',
      dockerArgs: '',
      env: ['HF_TOKEN=hf_verysecretvalue', 'NOTE=a=b\nc', 'EMPTY=', '=odd', 'no-equals'],
      gpuCount: 1,
      costPerHr: 0.4,
      machine: { gpuTypeId: 'unknown' },
    }),
  );
  const read = await cloud.podSettings('p1');
  if (!read.ok) throw new Error(read.message);
  const { environment, ...settings } = read.value;
  expect(settings).toEqual({
    podId: 'p1',
    name: 'app',
    image: 'acme/app:1',
    ports: '80/http',
    containerDiskGigabytes: 20,
    volumeGigabytes: 10,
    volumeMountPath: '/workspace',
    startCommand: null,
    gpuTypeId: null,
    gpuCount: 1,
    costPerHourDollars: 0.4,
  });
  const revealed = Object.entries(environment).map(([name, value]) => [name, value.reveal()]);
  expect(revealed).toEqual([
    ['HF_TOKEN', 'hf_verysecretvalue'],
    ['NOTE', 'a=b\nc'],
    ['EMPTY', ''],
  ]);
  expect(JSON.stringify(read) + inspect(read, { depth: 9 }) + JSON.stringify(notes)).not.toContain(
    'verysecret',
  );
  expect(notes.length).toBeGreaterThan(0);
});

test.each([
  ['no such pod', null, 'not-found'],
  ['variables that are not told', { id: 'p1', env: null }, 'unexpected'],
  ['variables of another kind', { id: 'p1', env: [{ key: 'A', value: 'secretword' }] }, 'unexpected'],
])('settings: %s', async (_, value, code) => {
  const { cloud } = await serve(data('pod', value));
  const read = await cloud.podSettings('p1');
  expect(read).toMatchObject({ ok: false, code });
  expect(JSON.stringify(read)).not.toContain('secretword');
});

const edit = {
  podId: 'p1',
  image: 'acme/app:2',
  ports: '80/http',
  containerDiskGigabytes: 20,
  volumeGigabytes: null,
  volumeMountPath: null,
  startCommand: null,
  registryCredentialId: null,
  environment: { A: createSecret('secretword') },
};

test('an edit sends all variables, and takes a start command away by an empty one', async () => {
  const before = data('pod', { id: 'p1', env: [], dockerArgs: 'python app.py' });
  const { cloud, asked } = await serve(before, data('podEditJob', { id: 'p1', desiredStatus: 'RUNNING' }));
  expect(await cloud.editPod(edit)).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(asked[1]?.variables.input).toEqual({
    podId: 'p1',
    imageName: 'acme/app:2',
    ports: '80/http',
    containerDiskInGb: 20,
    dockerArgs: '',
    env: [{ key: 'A', value: 'secretword' }],
  });
});

test('an edit of a pod without a start command sends none: an empty one would keep its image from starting', async () => {
  const before = data('pod', { id: 'p1', env: [], dockerArgs: '' });
  const { cloud, asked } = await serve(before, data('podEditJob', { id: 'p1', desiredStatus: 'RUNNING' }));
  expect(await cloud.editPod(edit)).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(asked[1]?.variables.input).not.toHaveProperty('dockerArgs');
});

test('an edit that answers null or with an error that quotes it is none', async () => {
  const quoting = refusal('cannot set secretword', {}, 'podEditJob');
  const { cloud } = await serve(data('podEditJob', null), quoting);
  const asked = { ...edit, startCommand: 'run' };
  expect(await cloud.editPod(asked)).toMatchObject({ ok: false, code: 'unexpected' });
  const refused = await cloud.editPod(asked);
  expect(refused).toMatchObject({ ok: false, code: 'refused' });
  expect(JSON.stringify(refused)).not.toContain('secretword');
});

test('null is how a pod is terminated, and one that is gone already is what was wished for', async () => {
  const { cloud } = await serve(
    data('podTerminate', null),
    refusal('pod not found to terminate', { code: 'POD_NOT_FOUND' }, 'podTerminate'),
    refusal('Something went wrong.', { code: 'INTERNAL_SERVER_ERROR' }, 'podTerminate'),
  );
  expect(await cloud.terminatePod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(await cloud.terminatePod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(await cloud.terminatePod('p1')).toMatchObject({ ok: false, code: 'server' });
});

test('network volumes have the place that they lie in', async () => {
  const { cloud } = await serve(
    data('myself', {
      networkVolumes: [
        { id: 'agv6w2qcg7', name: 'weights\u001b[2J', size: 100, dataCenterId: 'eu-ro-1' },
        { id: 'other', name: null, dataCenterId: null },
      ],
    }),
  );
  expect(await cloud.networkVolumes()).toEqual({
    ok: true,
    value: [
      { id: 'agv6w2qcg7', name: 'weights', dataCentreId: 'EU-RO-1', sizeGigabytes: 100 },
      { id: 'other', name: 'other', dataCentreId: null, sizeGigabytes: null },
    ],
  });
});
