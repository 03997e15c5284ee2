import { afterEach, expect, test } from 'vitest';
import { type Answer, type ApiServer, startApi, testCloud, testKey } from './api-server.ts';
import { podList, startedAt, wirePod, wireRuntime } from './wire-pods.ts';

const servers: ApiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...answers: readonly Answer[]): Promise<ApiServer> {
  const server = await startApi(...answers);
  servers.push(server);
  return server;
}

const nowMs = Date.parse('2026-11-20T09:05:31.000Z');

test('a pod is read in the terms of the fleet', async () => {
  const server = await serve({ json: podList(wirePod()) });
  const { cloud, notes } = testCloud(server.url, { nowMs: () => nowMs });
  expect(await cloud.listPods()).toEqual({
    ok: true,
    value: [
      {
        id: '5xpma5eg46tqjq',
        name: 'imgtbx-v2-probe',
        provider: 'runpod',
        state: { kind: 'running' },
        rental: 'on-demand',
        gpuName: 'RTX PRO 4500',
        gpuCount: 1,
        region: 'EU-RO-1',
        image: 'runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204',
        vcpuCount: 16,
        memoryGigabytes: 62,
        containerDiskGigabytes: 30,
        volumeGigabytes: 50,
        volumeMountPath: '/workspace',
        networkVolumeGigabytes: null,
        costPerHourDollars: 0.72,
        gpuTypeId: 'NVIDIA RTX PRO 4500 Blackwell',
        networkVolumeId: null,
        cloud: 'secure',
        startedAtMs: Date.parse(startedAt),
        uptimeSeconds: 3931,
        lastStatusChange: 'Rented by User: Fri Jul 12 2024 15:14:40 GMT-0400 (Eastern Daylight Time)',
        locked: false,
        ports: [
          { privatePort: 8888, publicPort: 60141, ip: '100.65.0.101', public: false, type: 'http' },
          { privatePort: 22, publicPort: 21417, ip: '213.173.105.4', public: true, type: 'tcp' },
        ],
        ssh: { host: '213.173.105.4', port: 21417, username: 'root' },
        proxySsh: { host: 'ssh.runpod.io', port: 22, username: '5xpma5eg46tqjq-64410065' },
        generation: startedAt,
        telemetry: null,
      },
    ],
  });
  expect(notes).toEqual([]);
});

test('the key goes in the header, the program names itself, and env is not asked for', async () => {
  const server = await serve({ json: podList() });
  expect(await testCloud(server.url).cloud.listPods()).toEqual({ ok: true, value: [] });
  const [asked] = server.asked;
  expect(asked?.method).toBe('POST');
  expect(asked?.headers.authorization).toBe(`Bearer ${testKey}`);
  expect(asked?.headers['user-agent']).toBe('pod-engine/0.0.0-test');
  expect(asked?.query).not.toMatch(/\benv\b/);
});

test('a pod with everything null is a pod of which little is known', async () => {
  const bare = Object.fromEntries(Object.keys(wirePod()).map((key) => [key, null]));
  const server = await serve({
    json: podList({ ...bare, id: 'abc' }, { id: 'def', desiredStatus: 'HIBERNATING' }),
  });
  const { cloud, notes } = testCloud(server.url);
  const listed = await cloud.listPods();
  expect(listed).toMatchObject({
    ok: true,
    value: [
      {
        id: 'abc',
        name: 'abc',
        state: { kind: 'unknown' },
        gpuName: null,
        gpuCount: null,
        costPerHourDollars: null,
      },
      {
        id: 'def',
        state: { kind: 'unknown', reason: 'RunPod gave the status HIBERNATING' },
        startedAtMs: null,
      },
    ],
  });
  expect(notes).toEqual([]);
});

test('what is paid after savings plans is the price', async () => {
  const planned = wirePod({ id: 'planned', adjustedCostPerHr: 0.5 });
  const without = wirePod({ id: 'without', adjustedCostPerHr: 0 });
  const server = await serve({ json: podList(planned, without) });
  const listed = await testCloud(server.url).cloud.listPods();
  expect(listed.ok && listed.value.map(({ costPerHourDollars }) => costPerHourDollars)).toEqual([0.5, 0.72]);
});

test('an entry that is no pod is left out and named; a field that does not fit costs that field alone', async () => {
  const odd = wirePod({ id: 'odd', costPerHr: 'free', runtime: wireRuntime({ ports: [{ ip: 7 }, null] }) });
  const server = await serve({ json: podList(wirePod(), null, { name: 'nameless' }, odd) });
  const { cloud, notes } = testCloud(server.url);
  for (let round = 0; round < 2; round++) {
    const listed = await cloud.listPods();
    expect(listed.ok && listed.value.map(({ id, costPerHourDollars }) => [id, costPerHourDollars])).toEqual([
      ['5xpma5eg46tqjq', 0.72],
      ['odd', null],
    ]);
  }
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^RunPod was asked to list the pods: entry 2 was left out/),
    expect.stringMatching(/^RunPod was asked to list the pods: entry 3 was left out \(id: /),
    expect.stringMatching(/pod odd is shown in part \(costPerHr: .*; runtime\.ports\.0\.ip: /),
  ]);
});

test('errors beside a list are noted and the list stands', async () => {
  const server = await serve({
    json: {
      errors: [
        { message: 'Cannot return null for non-nullable field Pod.machineId.', path: ['myself', 'pods', 1] },
      ],
      data: { myself: { pods: [wirePod(), null] } },
    },
  });
  const { cloud, notes } = testCloud(server.url);
  const listed = await cloud.listPods();
  expect(listed.ok && listed.value).toHaveLength(1);
  expect(notes.map(({ message }) => message).join('\n')).toContain(
    'Cannot return null for non-nullable field',
  );
});

test('a missing list is a failure, never an empty account', async () => {
  const server = await serve({ json: { data: { myself: { pods: null } } } });
  expect(await testCloud(server.url).cloud.listPods()).toMatchObject({ ok: false, code: 'unexpected' });
});

test('a single null runtime is bridged with ports and start time, a second one counts', async () => {
  const silent = { json: podList(wirePod({ runtime: null })) };
  const server = await serve({ json: podList(wirePod()) }, silent, silent, { json: podList(wirePod()) });
  let clockMs = nowMs;
  const { cloud } = testCloud(server.url, { nowMs: () => clockMs });
  const seen: unknown[] = [];
  for (let poll = 0; poll < 4; poll++) {
    const listed = await cloud.listPods();
    const pod = listed.ok ? listed.value[0] : undefined;
    seen.push([pod?.state.kind, pod?.ssh?.port ?? null, pod?.startedAtMs ?? null]);
    clockMs += 5000;
  }
  const started = Date.parse(startedAt);
  expect(seen).toEqual([
    ['running', 21417, started],
    ['running', 21417, started],
    ['initialising', null, null],
    ['running', 21417, started],
  ]);
});

test('a pod that was gone from the list has no memory', async () => {
  const silent = { json: podList(wirePod({ runtime: null })) };
  const server = await serve({ json: podList(wirePod()) }, { json: podList() }, silent);
  const { cloud } = testCloud(server.url);
  await cloud.listPods();
  await cloud.listPods();
  expect(await cloud.listPods()).toMatchObject({ value: [{ state: { kind: 'initialising' } }] });
});

test('one pod is asked for by its id, and null is not-found', async () => {
  const server = await serve({ json: { data: { pod: wirePod() } } }, { json: { data: { pod: null } } });
  const { cloud } = testCloud(server.url);
  expect(await cloud.getPod('5xpma5eg46tqjq')).toMatchObject({ ok: true, value: { id: '5xpma5eg46tqjq' } });
  expect(await cloud.getPod('gone')).toMatchObject({ ok: false, code: 'not-found' });
  expect(server.asked.map(({ variables }) => variables)).toEqual([
    { podId: '5xpma5eg46tqjq' },
    { podId: 'gone' },
  ]);
});

test('the account is read in dollars, and what RunPod leaves out stays unknown', async () => {
  const server = await serve({
    json: { data: { myself: { id: 'user_1', email: 'a@b.c', clientBalance: 435.85 } } },
  });
  expect(await testCloud(server.url).cloud.account()).toEqual({
    ok: true,
    value: {
      id: 'user_1',
      email: 'a@b.c',
      balanceDollars: 435.85,
      spendPerHourDollars: null,
      spendLimitPerHourDollars: null,
    },
  });
});

const lease = (values: Readonly<Record<string, unknown>>): Answer => ({ json: { data: { pod: values } } });
const start = { podId: 'p1', gpuCount: null, bidPerGpuDollars: null };

test('a pod rented on demand is resumed with as many GPUs as before', async () => {
  const server = await serve(lease({ podType: 'RESERVED', gpuCount: 2, lowestBidPriceToResume: null }), {
    json: { data: { podResume: { id: 'p1', desiredStatus: 'RUNNING' } } },
  });
  expect(await testCloud(server.url).cloud.startPod(start)).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(server.asked[1]?.query).toContain('podResume');
  expect(server.asked[1]?.variables).toEqual({ podId: 'p1' });
});

test('a pod may be started without GPU', async () => {
  const server = await serve(lease({ podType: 'RESERVED', gpuCount: 2 }), {
    json: { data: { podResume: { id: 'p1', desiredStatus: 'RUNNING' } } },
  });
  await testCloud(server.url).cloud.startPod({ ...start, gpuCount: 0 });
  expect(server.asked[1]?.variables).toEqual({ podId: 'p1', gpuCount: 0 });
});

test.each([
  { bid: null, sent: 0.19 },
  { bid: 0.3, sent: 0.3 },
])('a spot pod is resumed with a count and a bid ($bid given)', async ({ bid, sent }) => {
  const server = await serve(lease({ podType: 'INTERRUPTABLE', gpuCount: 2, lowestBidPriceToResume: 0.19 }), {
    json: { data: { podBidResume: { id: 'p1', desiredStatus: 'RUNNING' } } },
  });
  const started = await testCloud(server.url).cloud.startPod({ ...start, bidPerGpuDollars: bid });
  expect(started).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(server.asked[1]?.query).toContain('podBidResume');
  expect(server.asked[1]?.variables).toEqual({ podId: 'p1', gpuCount: 2, bidPerGpu: sent });
});

test.each([
  {
    name: 'a spot pod without a bid to be had',
    values: { podType: 'INTERRUPTABLE', gpuCount: 1 },
    bid: null,
  },
  {
    name: 'a spot pod to be had for nothing',
    values: { podType: 'INTERRUPTABLE', gpuCount: 1, lowestBidPriceToResume: 0 },
    bid: null,
  },
  { name: 'a spot pod of unknown count', values: { podType: 'BID', lowestBidPriceToResume: 0.2 }, bid: null },
  { name: 'a bid for a pod on demand', values: { podType: 'RESERVED', gpuCount: 1 }, bid: 0.2 },
])('$name is refused before anything is sent', async ({ values, bid }) => {
  const server = await serve(lease(values));
  const started = await testCloud(server.url).cloud.startPod({ ...start, bidPerGpuDollars: bid });
  expect(started).toMatchObject({ ok: false, code: 'refused' });
  expect(server.asked).toHaveLength(1);
});

test('starting a pod that is not there is not-found', async () => {
  const server = await serve({ json: { data: { pod: null } } });
  expect(await testCloud(server.url).cloud.startPod(start)).toMatchObject({ ok: false, code: 'not-found' });
});

test('a start that answers null found nothing free', async () => {
  const server = await serve(lease({ podType: 'RESERVED', gpuCount: 1 }), {
    json: { data: { podResume: null } },
  });
  expect(await testCloud(server.url).cloud.startPod(start)).toMatchObject({ ok: false, code: 'no-capacity' });
});

test('a pod is stopped, and null says nothing about it', async () => {
  const server = await serve(
    { json: { data: { podStop: { id: 'p1', desiredStatus: 'EXITED' } } } },
    { json: { data: { podStop: null } } },
    { json: { data: { podStop: { desiredStatus: 'EXITED' } } } },
  );
  const { cloud } = testCloud(server.url);
  expect(await cloud.stopPod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(await cloud.stopPod('p1')).toMatchObject({ ok: false, code: 'unexpected' });
  expect(await cloud.stopPod('p1')).toMatchObject({
    ok: false,
    message: 'Cannot stop pod p1: the answer names no pod.',
  });
});

test('a field that RunPod no longer knows is done without, from then on, and told once', async () => {
  const machineFields = Object.keys(wirePod().machine ?? {});
  const errors = ['lastStartedAt', ...machineFields].map((name) => ({
    message: `Cannot query field "${name}" on type "Pod".`,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  }));
  const { lastStartedAt, machine, ...rest } = wirePod();
  const server = await serve({ status: 400, json: { errors } }, { json: podList(rest) });
  const { cloud, notes, waits } = testCloud(server.url);
  for (let round = 0; round < 2; round++) {
    expect(await cloud.listPods()).toMatchObject({
      ok: true,
      value: [{ region: null, generation: null, proxySsh: null }],
    });
  }
  expect(server.asked.map(({ query }) => /lastStartedAt|machine/.test(query))).toEqual([true, false, false]);
  expect(server.asked[1]?.query).toContain('desiredStatus');
  expect(waits).toEqual([]);
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringContaining('does not know lastStartedAt, podHostId'),
  ]);
});

test.each(['id', 'pods', 'myself'])('without %s there is nothing to ask for', async (name) => {
  const server = await serve({
    status: 400,
    json: { errors: [{ message: `Cannot query field "${name}" on type "X".` }] },
  });
  expect(await testCloud(server.url).cloud.listPods()).toMatchObject({ ok: false, code: 'bad-request' });
  expect(server.asked).toHaveLength(1);
});

test('a server that refuses the same field again and again is asked no more', async () => {
  const server = await serve({
    status: 400,
    json: { errors: [{ message: 'Cannot query field "name" on type "Pod".' }] },
  });
  expect(await testCloud(server.url).cloud.listPods()).toMatchObject({ ok: false, code: 'bad-request' });
  expect(server.asked).toHaveLength(2);
});
