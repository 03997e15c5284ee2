import { afterEach, expect, test } from 'vitest';
import { hasOpenApi, openApi } from '../../../neighbours/openapi.ts';
import { answerOf, failureOf, problem, type RestServer, startRest, testCloud } from './rest-server.ts';

const servers: RestServer[] = [];

afterEach(async () => {
  const misfits = servers.flatMap((server) => server.misfits);
  await Promise.all(servers.splice(0).map((server) => server.close()));
  expect(misfits).toEqual([]);
});

const day = { startTime: '2026-06-01T00:00:00Z', endTime: '2026-06-02T00:00:00Z' };
const fromMs = Date.parse(day.startTime);
const untilMs = Date.parse(day.endTime);

const podTotals = { totalAmount: 15.1, gpuAmount: 14, cpuAmount: 0.1, diskAmount: 1 };
const volumeTotals = { totalAmount: 2.5, standardAmount: 0, highPerformanceAmount: 2.5 };
/** Of the same day: 15.1 of pods, 2.5 of volumes, 4.2 of serverless and clusters. */
const allTotals = {
  totalAmount: 21.8,
  podGpuAmount: 14,
  podCpuAmount: 0.1,
  podDiskAmount: 1,
  serverlessGpuAmount: 3,
  serverlessCpuAmount: 0,
  serverlessDiskAmount: 0.2,
  serverlessFeeAmount: 0.5,
  storageStandardAmount: 0,
  storageHighPerformanceAmount: 2.5,
  endpointAmount: 0,
  clusterGpuAmount: 0.5,
  clusterDiskAmount: 0,
  clusterNetworkingAmount: 0,
};

function answer(records: readonly unknown[], totals: unknown, counts: unknown = {}) {
  const query = { ...day, bucketSize: 'day' };
  return { json: { records, metadata: { query, recordCount: records.length, totals, ...Object(counts) } } };
}

const pods = answer(
  [
    { ...day, podId: 'p1', totalAmount: 10, gpuAmount: 9.3, cpuAmount: 0, diskAmount: 0.7 },
    { ...day, podId: 'p2', totalAmount: 5.1, gpuAmount: 4.7, cpuAmount: 0.1, diskAmount: 0.3 },
  ],
  podTotals,
  { uniquePodCount: 2 },
);
const volumes = answer([{ ...day, networkVolumeId: 'vol1', ...volumeTotals }], volumeTotals, {
  uniqueNetworkVolumeCount: 1,
});
const all = answer([{ ...day, ...allTotals }], allTotals);

async function billed(changes: Parameters<typeof startRest>[0] = {}) {
  const server = await startRest({
    'GET /v2/billing/pods': pods,
    'GET /v2/billing/network-volumes': volumes,
    'GET /v2/billing': all,
    ...changes,
  });
  servers.push(server);
  const { cloud } = testCloud(server.url);
  return { server, result: await cloud.billing({ fromMs, bucket: 'day' }) };
}

test('each dollar is told once: by pod, by volume, and what is left of the aggregate', async () => {
  const { server, result } = await billed();
  const records = answerOf(result);
  expect(records).toEqual([
    { fromMs, untilMs, what: 'pod', id: 'p1', dollars: 10, diskDollars: 0.7 },
    { fromMs, untilMs, what: 'pod', id: 'p2', dollars: 5.1, diskDollars: 0.3 },
    { fromMs, untilMs, what: 'network-volume', id: 'vol1', dollars: 2.5, diskDollars: null },
    { fromMs, untilMs, what: 'other', id: null, dollars: expect.closeTo(4.2, 9), diskDollars: null },
  ]);
  const sum = records.reduce((total, { dollars }) => total + dollars, 0);
  expect(sum).toBeCloseTo(allTotals.totalAmount, 9);
  expect(server.asked.map(({ path }) => path.split('?')[1])).toEqual(
    Array(3).fill('startTime=2026-06-01T00%3A00%3A00.000Z&bucketSize=day'),
  );
});

test('where there is nothing else there is no record of it', async () => {
  const onlyPods = { ...allTotals, totalAmount: 0.3, podGpuAmount: 0.1, podCpuAmount: 0, podDiskAmount: 0.2 };
  const nothingElse = answer([{ ...day, ...onlyPods, storageHighPerformanceAmount: 0 }], allTotals);
  const { result } = await billed({ 'GET /v2/billing': nothingElse });
  expect(answerOf(result).some(({ what }) => what === 'other')).toBe(false);
});

test.each([
  {
    name: 'a part that is refused',
    changes: { 'GET /v2/billing/network-volumes': problem(403, 'access denied') },
    code: 'unauthorised',
  },
  {
    name: 'a record without an amount',
    changes: { 'GET /v2/billing/pods': answer([{ ...day, podId: 'p1' }], podTotals) },
    code: 'unexpected',
  },
  {
    name: 'a record without its time',
    changes: { 'GET /v2/billing': answer([{ ...allTotals, startTime: 'x', endTime: 'y' }], allTotals) },
    code: 'unexpected',
  },
])('$name fails the whole: a sum that lacks a part would pass for all', async ({ changes, code }) => {
  expect(failureOf((await billed(changes)).result).code).toBe(code);
});

test.skipIf(!hasOpenApi)('the answers of these tests are answers by the description', () => {
  const { checkAnswer } = openApi();
  expect([
    ...checkAnswer('GET', '/v2/billing/pods', 200, pods.json),
    ...checkAnswer('GET', '/v2/billing/network-volumes', 200, volumes.json),
    ...checkAnswer('GET', '/v2/billing', 200, all.json),
  ]).toEqual([]);
});
