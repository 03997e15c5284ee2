import { afterEach, expect, test } from 'vitest';
import { hasOpenApi, openApi } from '../../../neighbours/openapi.ts';
import {
  type Answers,
  answerOf,
  problem,
  type RestServer,
  startRest,
  testCloud,
  testKey,
} from './rest-server.ts';
import { exited, notReady, wirePod } from './wire-pods.ts';

const servers: RestServer[] = [];
const nowMs = () => Date.parse('2026-06-01T13:02:00Z');

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

test.skipIf(!hasOpenApi)('the pods of these tests are pods by the description', () => {
  const pods = [wirePod(), notReady, exited];
  expect(openApi().checkAnswer('GET', '/v2/pods', 200, { pods })).toEqual([]);
});

test('a running pod in the nouns of the fleet', async () => {
  const server = await serve({ 'GET /v2/pods': { json: { pods: [wirePod()] } } });
  const { cloud, notes } = testCloud(server.url, { nowMs });
  expect(answerOf(await cloud.listPods())).toEqual([
    {
      id: '7h9k2m4n6p',
      name: 'pytorch-training',
      provider: 'runpod',
      state: { kind: 'running' },
      rental: 'unknown',
      gpuName: 'RTX 4090',
      gpuTypeId: 'NVIDIA GeForce RTX 4090',
      gpuCount: 1,
      region: 'US-KS-2',
      image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
      vcpuCount: null,
      memoryGigabytes: null,
      containerDiskGigabytes: 50,
      volumeGigabytes: 20,
      volumeMountPath: '/workspace',
      networkVolumeGigabytes: null,
      networkVolumeId: null,
      costPerHourDollars: 0.44,
      cloud: 'secure',
      startedAtMs: nowMs() - 3_600_000,
      uptimeSeconds: 3600,
      lastStatusChange: null,
      locked: false,
      ports: [
        { privatePort: 22, publicPort: 34446, ip: '195.26.233.3', public: true, type: 'tcp' },
        { privatePort: 8888, publicPort: 60141, ip: '100.65.0.101', public: false, type: 'http' },
      ],
      ssh: { host: '195.26.233.3', port: 34446, username: 'root' },
      proxySsh: { host: 'ssh.runpod.io', port: 22, username: '7h9k2m4n6p-64411eb2' },
      generation: '2026-06-01T12:02:00.000Z',
      telemetry: {
        ...{ source: 'runpod-runtime', measuredAtMs: null, toldAtMs: nowMs() },
        ...{ gpuPercent: 97, gpuMemoryPercent: 61, temperatureCelsius: null, cardPowerWatts: null },
        ...{ cpuPercent: null, memoryPercent: null, containerState: null },
      },
    },
  ]);
  expect(notes).toEqual([]);
  expect(server.asked[0]?.headers).toMatchObject({
    authorization: `Bearer ${testKey}`,
    'user-agent': 'pod-engine/0.0.0-test',
  });
});

test.each([
  { says: { status: 'PROVISIONING', runtime: {} }, state: { kind: 'initialising' } },
  { says: { status: 'STARTING', runtime: null }, state: { kind: 'initialising' } },
  { says: { status: 'RUNNING', runtime: null }, state: { kind: 'initialising' } },
  { says: { status: 'RUNNING', runtime: {} }, state: { kind: 'initialising' } },
  { says: { status: 'RUNNING', runtime: { uptime: 0 } }, state: { kind: 'running' } },
  { says: { status: 'EXITED' }, state: { kind: 'stopped', by: 'unknown' } },
  { says: { status: 'TERMINATED' }, state: { kind: 'terminated' } },
  { says: { status: 'ERROR' }, state: { kind: 'unknown', reason: expect.stringContaining('ERROR') } },
  { says: { status: 'PAUSED' }, state: { kind: 'unknown', reason: 'RunPod gave the status PAUSED' } },
  { says: { status: null }, state: { kind: 'unknown', reason: 'RunPod gave no status' } },
])('$says is $state', async ({ says, state }) => {
  const server = await serve({ 'GET /v2/pods/7h9k2m4n6p': { json: wirePod(says) } });
  const pod = answerOf(await testCloud(server.url).cloud.getPod('7h9k2m4n6p'));
  expect(pod.state).toEqual(state);
  const isUp = pod.state.kind === 'running' || pod.state.kind === 'initialising';
  expect(pod.proxySsh === null).toBe(!isUp);
  if (pod.state.kind !== 'running') expect(pod).toMatchObject({ ports: [], ssh: null, startedAtMs: null });
});

test('a stopped pod keeps the price that the service says, and a price of nothing is none', async () => {
  const free = wirePod({ status: 'EXITED', cost: 0 });
  const server = await serve({ 'GET /v2/pods': { json: { pods: [exited, free] } } });
  const pods = answerOf(await testCloud(server.url).cloud.listPods());
  expect(pods.map(({ costPerHourDollars }) => costPerHourDollars)).toEqual([0.72, null]);
});

test('a machine without a public address has no direct SSH', async () => {
  const ssh = { proxy: null, direct: { host: '100.65.0.9', port: 22022, username: 'root', command: '' } };
  const runtime = { uptime: 5, ports: [{ private: 22, public: 22022, type: 'tcp', ip: '100.65.0.9' }] };
  const server = await serve({ 'GET /v2/pods': { json: { pods: [wirePod({ ssh, runtime })] } } });
  const [pod] = answerOf(await testCloud(server.url).cloud.listPods());
  expect(pod).toMatchObject({ ssh: null, proxySsh: null, ports: [{ privatePort: 22, public: false }] });
});

test('what could be taken for an option of ssh is no way in', async () => {
  const evil = { host: '-oProxyCommand=x', port: 22, username: 'root', command: '' };
  const named = { host: 'ssh.runpod.io', port: 22, username: '-oProxyCommand=x', command: '' };
  const pod = wirePod({ ssh: { direct: evil, proxy: named }, runtime: { uptime: 5 } });
  const server = await serve({ 'GET /v2/pods': { json: { pods: [pod] } } });
  expect(answerOf(await testCloud(server.url).cloud.listPods())[0]).toMatchObject({
    ssh: null,
    proxySsh: null,
  });
});

test('one null runtime is bridged, the second counts', async () => {
  const running = { json: { pods: [wirePod()] } };
  const lapsed = { json: { pods: [wirePod({ runtime: null })] } };
  const server = await serve({ 'GET /v2/pods': [running, lapsed, lapsed, running] });
  const { cloud } = testCloud(server.url);
  const kinds: string[] = [];
  for (let count = 0; count < 4; count++)
    kinds.push(answerOf(await cloud.listPods())[0]?.state.kind ?? 'gone');
  expect(kinds).toEqual(['running', 'running', 'initialising', 'running']);
});

test('a pod on CPUs has no GPU, and one on a network volume learns its size', async () => {
  const { gpu: _, ...rest } = wirePod({ id: 'cpu', cpu: { id: 'cpu5c', vcpuCount: 4, memory: 16 } });
  const mounts = { network: [{ volumeId: 'vol1', path: '/data' }] };
  const server = await serve({
    'GET /v2/pods': { json: { pods: [rest, wirePod({ mounts })] } },
    'GET /v2/network-volumes': {
      json: {
        networkVolumes: [{ id: 'vol1', name: 'sets', size: 80, dataCenter: 'US-KS-2', type: 'STANDARD' }],
      },
    },
  });
  const { cloud } = testCloud(server.url, { nowMs });
  const [cpu, networked] = answerOf(await cloud.listPods());
  expect(cpu).toMatchObject({
    gpuName: null,
    gpuTypeId: null,
    gpuCount: 0,
    vcpuCount: 4,
    memoryGigabytes: 16,
  });
  expect(networked).toMatchObject({
    networkVolumeId: 'vol1',
    networkVolumeGigabytes: 80,
    volumeGigabytes: 0,
    volumeMountPath: '/data',
  });
  await cloud.listPods();
  expect(server.asked.filter(({ path }) => path.startsWith('/v2/network-volumes'))).toHaveLength(1);
});

test('beside a slow list the sizes of network volumes are asked for before it has come', async () => {
  const mounts = { network: [{ volumeId: 'vol1', path: '/data' }] };
  let answerList = (): void => undefined;
  const server = await serve({
    'GET /v2/pods': {
      act(response) {
        answerList = () => response.end(JSON.stringify({ pods: [wirePod({ mounts })] }));
      },
    },
    'GET /v2/network-volumes': {
      act(response) {
        // The list waits for this question, so one after the other would never end.
        response.end(
          JSON.stringify({
            networkVolumes: [{ id: 'vol1', name: 'data', size: 200, dataCenterId: 'EU-RO-1' }],
          }),
        );
        answerList();
      },
    },
  });
  const [pod] = answerOf(await testCloud(server.url, { nowMs }).cloud.listPods());
  expect(pod).toMatchObject({ networkVolumeId: 'vol1', networkVolumeGigabytes: 200 });
});

test('a network volume of unknown size leaves all of the storage unknown, and is not asked for again at once', async () => {
  const mounts = { network: [{ volumeId: 'vol1', path: '/data' }] };
  const server = await serve({
    'GET /v2/pods': { json: { pods: [wirePod({ mounts })] } },
    'GET /v2/network-volumes': problem(403, 'access denied'),
  });
  const { cloud } = testCloud(server.url, { nowMs });
  const [pod] = answerOf(await cloud.listPods());
  expect(pod).toMatchObject({ networkVolumeGigabytes: null, volumeGigabytes: null });
  await cloud.listPods();
  expect(server.asked).toHaveLength(3);
});

test('pages are followed to their end, and asked for as long as they can be', async () => {
  const page = (id: string, pagination: unknown) => ({ json: { pods: [wirePod({ id })], pagination } });
  const server = await serve({
    'GET /v2/pods': [
      page('p3', { nextCursor: 'c/2', hasNextPage: true }),
      page('p2', { nextCursor: 'c/1', hasNextPage: true }),
      page('p1', { nextCursor: '', hasNextPage: false }),
    ],
  });
  const pods = answerOf(await testCloud(server.url).cloud.listPods());
  expect(pods.map(({ id }) => id)).toEqual(['p3', 'p2', 'p1']);
  expect(server.asked.map(({ path }) => path)).toEqual([
    '/v2/pods?limit=1000',
    '/v2/pods?limit=1000&cursor=c%2F2',
    '/v2/pods?limit=1000&cursor=c%2F1',
  ]);
});

test.each([
  {
    name: 'a page that fails',
    pages: [
      { json: { pods: [], pagination: { nextCursor: 'a', hasNextPage: true } } },
      problem(422, 'bad cursor'),
    ],
    code: 'bad-request',
  },
  {
    name: 'a page that leads to itself',
    pages: [{ json: { pods: [], pagination: { nextCursor: 'a', hasNextPage: true } } }],
    code: 'unexpected',
  },
  {
    name: 'another page that nothing leads to',
    pages: [{ json: { pods: [], pagination: { hasNextPage: true } } }],
    code: 'unexpected',
  },
  { name: 'no list', pages: [{ json: { podz: [] } }], code: 'unexpected' },
])('$name is a failure, never half a list', async ({ pages, code }) => {
  const server = await serve({ 'GET /v2/pods': pages });
  expect(await testCloud(server.url).cloud.listPods()).toMatchObject({ ok: false, code });
  expect(server.asked.length).toBeLessThanOrEqual(2);
});

test('a bare array is a list too', async () => {
  const server = await serve({ 'GET /v2/pods': { json: [wirePod()] } });
  expect(answerOf(await testCloud(server.url).cloud.listPods())).toHaveLength(1);
});

test('an entry that does not fit costs itself or its field, and is told of once', async () => {
  const entries = [wirePod(), wirePod({ id: '../x' }), wirePod({ id: 'odd', disk: 'big', cost: null }), 7];
  const server = await serve({ 'GET /v2/pods': { json: { pods: entries } } });
  const { cloud, notes } = testCloud(server.url);
  await cloud.listPods();
  const pods = answerOf(await cloud.listPods());
  expect(pods.map(({ id, containerDiskGigabytes }) => [id, containerDiskGigabytes])).toEqual([
    ['7h9k2m4n6p', 50],
    ['odd', null],
  ]);
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringContaining('entry 2 was left out'),
    expect.stringContaining('pod odd is shown in part (disk'),
    expect.stringContaining('entry 4 was left out'),
  ]);
});

test('text of the API is made safe', async () => {
  const pod = wirePod({ name: 'a\u001b]52;c;aGk=\u0007b\u202e', dataCenterId: 'US\n-KS' });
  const server = await serve({ 'GET /v2/pods': { json: { pods: [pod] } } });
  expect(answerOf(await testCloud(server.url).cloud.listPods())[0]).toMatchObject({
    name: 'ab',
    region: 'US -KS',
  });
});

test('ids cannot lead to another path', async () => {
  const server = await serve({});
  await testCloud(server.url).cloud.getPod('../account/ssh-keys?x=1');
  expect(server.asked[0]?.path).toBe('/v2/pods/..%2Faccount%2Fssh-keys%3Fx%3D1');
});
