/** Who is asked, who stands in, and what is never sent twice. */
import { expect, test } from 'vitest';
import type { CloudFailureCode } from '../../../../source/runpod/cloud.ts';
import type { GpuType } from '../../../../source/runpod/resource-cloud.ts';
import { makePod } from '../../fleet/make.ts';
import { failureOf, literalWires } from './literal-wires.ts';

const pod = makePod({
  ...{ id: 'p1', state: { kind: 'running' }, generation: 'g1' },
  ...{ gpuTypeId: null, networkVolumeId: null, cloud: null, telemetry: null },
});
const listing = { listPods: async () => ({ ok: true, value: [pod] }) as const };
const stopping = { stopPod: async (podId: string) => ({ ok: true, value: { podId } }) as const };
const nothingFrom = { rest: {}, graphql: {} };

test('REST lists the pods; GraphQL is asked beside it for what it alone knows, and then only when a pod changed', async () => {
  const bare = { ...pod, rental: 'unknown', lastStatusChange: null } as const;
  const known = { ...pod, rental: 'spot', lastStatusChange: 'Rented by User' } as const;
  const { cloud, asked, advance, scripts } = literalWires({
    rest: { listPods: async () => ({ ok: true, value: [bare] }) },
    graphql: { listPods: async () => ({ ok: true, value: [known] }) },
  });
  expect(await cloud.listPods()).toEqual({ ok: true, value: [known] });
  advance(5_000);
  expect(await cloud.listPods()).toEqual({ ok: true, value: [known] });
  expect(asked).toEqual(['rest listPods', 'graphql listPods', 'rest listPods']);
  scripts.rest.listPods = async () => ({
    ok: true,
    value: [{ ...bare, state: { kind: 'stopped', by: 'unknown' }, generation: null }],
  });
  scripts.graphql.listPods = async () => ({
    ok: true,
    value: [{ ...known, state: { kind: 'stopped', by: 'user' }, generation: 'g1' }],
  });
  advance(5_000);
  expect(await cloud.listPods()).toMatchObject({
    value: [{ state: { kind: 'stopped', by: 'user' }, generation: 'g1' }],
  });
});

test('the first list and what GraphQL adds to it are asked for at once', async () => {
  const bare = { ...pod, rental: 'unknown' } as const;
  let hearGraphql = (): void => undefined;
  const askedOfGraphql = new Promise<void>((resolve) => {
    hearGraphql = resolve;
  });
  const { cloud, asked } = literalWires({
    rest: {
      async listPods() {
        await askedOfGraphql;
        return { ok: true, value: [bare] };
      },
    },
    graphql: {
      async listPods() {
        hearGraphql();
        return { ok: true, value: [pod] };
      },
    },
  });
  expect(await cloud.listPods()).toEqual({ ok: true, value: [pod] });
  expect(asked).toEqual(['rest listPods', 'graphql listPods']);
});

test('where there is no list, what GraphQL was asked to add to it is given up', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { cloud } = literalWires({
    rest: { fails: failureOf('unauthorised') },
    graphql: {
      listPods(signal) {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    },
  });
  expect(await cloud.listPods()).toMatchObject({ ok: false, code: 'unauthorised' });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});

test('what neither wire knows stays null', async () => {
  const bare = { ...pod, rental: 'unknown', costPerHourDollars: null, gpuName: null } as const;
  const { cloud } = literalWires({
    rest: { listPods: async () => ({ ok: true, value: [bare] }) },
    graphql: { fails: failureOf('server') },
  });
  expect(await cloud.listPods()).toMatchObject({
    value: [{ rental: 'unknown', costPerHourDollars: null, gpuName: null }],
  });
});

test.each<CloudFailureCode>([
  ...(['network', 'timeout', 'server', 'unexpected', 'rate-limited', 'gone', 'unsupported'] as const),
])('a read that is %s goes on over the other wire', async (code) => {
  const { cloud, asked } = literalWires({ rest: { fails: failureOf(code) }, graphql: listing });
  expect(await cloud.listPods()).toEqual({ ok: true, value: [pod] });
  expect(asked.slice(0, 2)).toEqual(['rest listPods', 'graphql listPods']);
});

test.each<CloudFailureCode>([
  ...(['network', 'timeout', 'server', 'unexpected', 'cancelled'] as const),
  ...(['unauthorised', 'blocked', 'refused', 'no-capacity', 'payment', 'not-found', 'bad-request'] as const),
])('a change that is %s is never sent to the other wire', async (code) => {
  const { cloud, asked } = literalWires({ rest: { fails: failureOf(code) }, graphql: stopping });
  expect(await cloud.stopPod('p1')).toMatchObject({ ok: false, code });
  expect(asked).toEqual(['rest stopPod']);
});

test.each([
  ...[failureOf('unsupported'), failureOf('gone'), failureOf('network', { nothingSent: true })],
  failureOf('rate-limited', { retryAfterMs: 30_000 }),
])('a change that provably was not carried out is sent to the other wire: $code', async (failure) => {
  const { cloud, asked } = literalWires({ rest: { fails: failure }, graphql: stopping });
  expect(await cloud.stopPod('p1')).toEqual({ ok: true, value: { podId: 'p1' } });
  expect(asked).toEqual(['rest stopPod', 'graphql stopPod']);
});

test('a retired wire is said once and never asked again', async () => {
  const { cloud, asked, notes } = literalWires({ rest: listing, graphql: { fails: failureOf('gone') } });
  expect(await cloud.account()).toMatchObject({
    ok: false,
    code: 'gone',
    message: 'It is gone. The wire rest has it not.',
    hint: expect.stringContaining('web console'),
  });
  expect(await cloud.account()).toMatchObject({
    ok: false,
    code: 'unsupported',
    message: "The wire rest has it not. RunPod's GraphQL API has been retired.",
  });
  expect(await cloud.listPods()).toMatchObject({ ok: true });
  expect(asked).toEqual(['graphql account', 'rest account', 'rest account', 'rest listPods']);
  expect(notes).toEqual([
    "RunPod's GraphQL API has been retired (410): balance, spot pods and bids, by whom a pod was stopped, temperature and power of cards where a pod does not tell them itself, and times at which RunPod itself stops a pod are not known any more. The rest goes on over REST v2.",
  ]);
});

test('a wire that fails three times in a row is passed over for a minute, and looked at again', async () => {
  const { cloud, asked, advance, scripts } = literalWires({
    rest: { fails: failureOf('timeout') },
    graphql: { ...listing, ...stopping },
  });
  for (let times = 0; times < 3; times++) await cloud.listPods();
  asked.length = 0;
  await cloud.listPods();
  advance(59_000);
  await cloud.listPods();
  expect(asked).toEqual(['graphql listPods', 'graphql listPods']);
  // What changes something goes to the wire that works, and to it alone.
  await cloud.stopPod('p1');
  expect(asked.at(-1)).toBe('graphql stopPod');
  scripts.rest = listing;
  advance(2_000);
  asked.length = 0;
  await cloud.listPods();
  expect(asked[0]).toBe('rest listPods');
});

test('what both say alike is said once', async () => {
  const { cloud } = literalWires({
    rest: { fails: failureOf('network', { message: 'Cannot list the pods: no way there.' }) },
    graphql: { fails: failureOf('server', { message: 'Cannot list the pods: RunPod failed (HTTP 502).' }) },
  });
  expect(await cloud.listPods()).toMatchObject({
    message: 'Cannot list the pods: no way there; RunPod failed (HTTP 502).',
  });
});

test('where both fail the failure names both', async () => {
  const { cloud } = literalWires({
    rest: { fails: failureOf('network', { message: 'No answer from rest.' }) },
    graphql: { fails: failureOf('server', { message: 'Graphql failed.' }) },
  });
  expect(await cloud.listPods()).toMatchObject({
    code: 'network',
    message: 'No answer from rest. Graphql failed.',
  });
});

test('bids are asked of GraphQL; of a number of cards REST finds out whether it is the pod’s own', async () => {
  const { cloud, asked } = literalWires(nothingFrom);
  await cloud.startPod({ podId: 'p1', gpuCount: null, bidPerGpuDollars: null });
  await cloud.startPod({ podId: 'p1', gpuCount: 2, bidPerGpuDollars: null });
  await cloud.startPod({ podId: 'p1', gpuCount: null, bidPerGpuDollars: 0.2 });
  expect(asked.filter((_, at) => at % 2 === 0)).toEqual([
    'rest startPod',
    'rest startPod',
    'graphql startPod',
  ]);
});

test('the lowest bid, which GraphQL alone knows, is put into what REST tells of GPUs', async () => {
  const type: GpuType = {
    ...{ typeId: 'A40', displayName: 'A40', manufacturer: null, memoryGigabytes: 48, maxGpuCount: 8 },
    ...{ secureDollars: 0.4, communityDollars: null, lowestBidDollars: null, stock: 'high', dataCentres: [] },
  };
  const { cloud, scripts } = literalWires({
    rest: { gpuTypes: async () => ({ ok: true, value: [type] }) },
    graphql: {
      gpuTypes: async () => ({ ok: true, value: [{ ...type, lowestBidDollars: 0.2, stock: 'low' }] }),
    },
  });
  const request = { gpuCount: 1, cloud: 'any' } as const;
  expect(await cloud.gpuTypes(request)).toEqual({ ok: true, value: [{ ...type, lowestBidDollars: 0.2 }] });
  scripts.graphql = { fails: failureOf('gone') };
  expect(await cloud.gpuTypes(request)).toEqual({ ok: true, value: [type] });
});

test('where both wires are retired nobody is sent to the other', async () => {
  const gone = { fails: failureOf('gone') };
  const { cloud, notes } = literalWires({ rest: gone, graphql: gone });
  const message = "Cannot ask RunPod: RunPod's REST v2 and RunPod's GraphQL API have been retired.";
  expect(await cloud.listPods()).toMatchObject({ code: 'gone', message });
  expect(await cloud.listPods()).toMatchObject({ code: 'gone', message });
  expect(notes).toHaveLength(2);
  expect(notes[1]).toBe("RunPod's GraphQL API has been retired too (410): there is no way to RunPod left.");
});
