/** A wire over which RunPod takes no more requests for a while: who answers meanwhile, and what is not moved. */
import { expect, test } from 'vitest';
import { makePod } from '../../fleet/make.ts';
import { failureOf, literalWires } from './literal-wires.ts';

const pod = makePod({
  ...{ id: 'p1', state: { kind: 'running' }, generation: 'g1' },
  ...{ gpuTypeId: null, networkVolumeId: null, cloud: null, telemetry: null },
});
const listing = { listPods: async () => ({ ok: true, value: [pod] }) as const };
const stopping = { stopPod: async (podId: string) => ({ ok: true, value: { podId } }) as const };
const limited = (seconds: number | null) =>
  failureOf('rate-limited', { retryAfterMs: seconds === null ? null : seconds * 1000 });

test('reads go over GraphQL until the limit of REST is over, and then over REST again', async () => {
  const { cloud, asked, advance, scripts } = literalWires({
    rest: { fails: limited(42) },
    graphql: { ...listing, ...stopping },
  });
  expect(await cloud.listPods()).toEqual({ ok: true, value: [pod] });
  scripts.rest = { ...listing, ...stopping };
  asked.length = 0;
  for (let seconds = 0; seconds < 40; seconds += 10) {
    await cloud.listPods();
    advance(10_000);
  }
  await cloud.stopPod('p1');
  expect(asked).toEqual([...Array.from({ length: 4 }, () => 'graphql listPods'), 'graphql stopPod']);
  advance(3_000);
  asked.length = 0;
  await cloud.listPods();
  expect(asked[0]).toBe('rest listPods');
});

test('so it is the other way round: what GraphQL adds to a list is not asked for, and templates come by REST', async () => {
  const templates = { templates: async () => ({ ok: true, value: [] }) as const };
  const { cloud, asked, advance, scripts } = literalWires({
    rest: { ...listing, ...templates },
    graphql: { fails: limited(30) },
  });
  expect(await cloud.templates()).toMatchObject({ ok: true });
  scripts.graphql = { ...listing, ...templates };
  expect(await cloud.listPods()).toMatchObject({ ok: true });
  expect(asked).toEqual(['graphql templates', 'rest templates', 'rest listPods']);
  advance(31_000);
  await cloud.templates();
  expect(asked.at(-1)).toBe('graphql templates');
});

test('what only the limited wire has is said to be limited, with its time', async () => {
  const { cloud, asked } = literalWires({ rest: {}, graphql: { fails: limited(30) } });
  for (let times = 0; times < 2; times++)
    expect(await cloud.account()).toMatchObject({ ok: false, code: 'rate-limited', retryAfterMs: 30_000 });
  expect(asked).toEqual([
    ...['graphql account', 'rest account'],
    // Passed over, and asked all the same where nobody else has it.
    ...['rest account', 'graphql account'],
  ]);
});

test('where both are limited the one that is free sooner is asked, and its time told', async () => {
  const { cloud, asked, advance } = literalWires({
    rest: { fails: limited(3000) },
    graphql: { fails: limited(20) },
  });
  expect(await cloud.listPods()).toMatchObject({ code: 'rate-limited', retryAfterMs: 20_000 });
  advance(5_000);
  asked.length = 0;
  expect(await cloud.listPods()).toMatchObject({ code: 'rate-limited', retryAfterMs: 20_000 });
  expect(asked).toEqual(['graphql listPods']);
});

test('of a wire that is limited for long while the other is soon free the time of the other is told', async () => {
  const { cloud, asked, advance, scripts } = literalWires({ rest: { fails: limited(40) }, graphql: listing });
  await cloud.listPods();
  advance(37_000);
  scripts.graphql = { fails: limited(600) };
  asked.length = 0;
  expect(await cloud.listPods()).toMatchObject({ code: 'rate-limited', retryAfterMs: 3_000 });
  expect(asked).toEqual(['graphql listPods']);
  scripts.rest = listing;
  advance(3_000);
  expect(await cloud.listPods()).toMatchObject({ ok: true });
});

test('a limit beside a wire that fails keeps nobody from asking soon', async () => {
  const { cloud } = literalWires({
    rest: { fails: limited(3000) },
    graphql: { fails: failureOf('network') },
  });
  expect(await cloud.listPods()).toMatchObject({
    retryAfterMs: null,
    message: 'It is rate-limited. It is network.',
  });
});

test('a limit whose time was not told holds for some seconds', async () => {
  const { cloud, asked, advance, scripts } = literalWires({
    rest: { fails: limited(null) },
    graphql: listing,
  });
  await cloud.listPods();
  scripts.rest = listing;
  asked.length = 0;
  advance(9_000);
  await cloud.listPods();
  advance(2_000);
  await cloud.listPods();
  expect(asked).toEqual(['graphql listPods', 'rest listPods']);
});

test('a change that only one wire can do in full is not moved for a limit', async () => {
  const saving = { saveTemplate: async () => ({ ok: true, value: { id: 't1' } }) as const };
  const { cloud, asked } = literalWires({ rest: saving, graphql: { fails: limited(30) } });
  const template = {
    ...{
      id: null,
      name: 't',
      image: 'i',
      containerDiskGigabytes: 1,
      volumeGigabytes: 0,
      volumeMountPath: '',
    },
    ...{ ports: '', environment: {}, startCommand: null, registryCredentialId: null },
  };
  for (let times = 0; times < 2; times++)
    expect(await cloud.saveTemplate({ ...template, readme: 'How to.' })).toMatchObject({
      code: 'rate-limited',
    });
  expect(asked).toEqual(['graphql saveTemplate', 'graphql saveTemplate']);
});

test('an edit waits for REST, which heeds what the pod has, and goes over GraphQL only where REST is no more', async () => {
  const editing = { editPod: async () => ({ ok: true, value: { podId: 'p1' } }) as const };
  const { cloud, asked, scripts } = literalWires({ rest: { fails: limited(30) }, graphql: editing });
  const edit = {
    ...{ podId: 'p1', image: 'i', ports: '', environment: {}, containerDiskGigabytes: 1 },
    ...{ volumeGigabytes: null, volumeMountPath: null, startCommand: null, registryCredentialId: null },
  };
  for (let times = 0; times < 2; times++)
    expect(await cloud.editPod(edit)).toMatchObject({ code: 'rate-limited', retryAfterMs: 30_000 });
  expect(asked).toEqual(['rest editPod', 'rest editPod']);
  scripts.rest = { fails: failureOf('gone') };
  expect(await cloud.editPod(edit)).toMatchObject({ ok: true });
  expect(asked.slice(2)).toEqual(['rest editPod', 'graphql editPod']);
});
