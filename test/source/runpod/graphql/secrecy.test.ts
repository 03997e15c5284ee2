import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../../../source/base/secret.ts';
import type { CloudFailure } from '../../../../source/runpod/cloud.ts';
import { type Answer, type ApiServer, startApi, testCloud, testKey } from './api-server.ts';
import { podList, wirePod } from './wire-pods.ts';

const servers: ApiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Hidden, split by characters that a terminal does not show, and where it would be cut in the middle. */
const disguises: readonly string[] = [
  testKey,
  `Bearer ${testKey}`,
  `${testKey.slice(0, 9)}\u200b${testKey.slice(9, 14)}\u001b[31m${testKey.slice(14)}`,
  ...[105, 185, 285, 385].map((length) => `${'x'.repeat(length)}${testKey}`),
  `https://api.runpod.io/graphql?api_key=${testKey}&x=1`,
];

const answers: readonly ((text: string) => Answer)[] = [
  (text) => ({ status: 401, json: { error: text } }),
  (text) => ({ status: 403, text }),
  (text) => ({ status: 403, text: `<html><title>${text}</title>` }),
  (text) => ({ status: 400, json: { errors: [{ message: text }] } }),
  (text) => ({ status: 404, text }),
  (text) => ({ status: 503, text }),
  (text) => ({ status: 302, headers: { location: encodeURI(`https://x.example/${text}`) }, text: '' }),
  (text) => ({ text }),
  (text) => ({ json: { [text]: text } }),
  (text) => ({ json: { errors: [{ message: text, extensions: { code: text } }], data: null } }),
  (text) => ({
    json: { errors: [{ message: text, extensions: { code: text } }], data: { myself: { pods: [] } } },
  }),
  (text) => ({
    json: podList({ id: text }, wirePod({ name: text, costPerHr: text, lastStatusChange: text }), text),
  }),
  (text) => ({
    json: podList(wirePod({ imageName: text, desiredStatus: text, lastStartedAt: text, dockerId: text })),
  }),
  (text) => ({
    json: podList(wirePod({ machine: { podHostId: testKey, gpuDisplayName: text, location: text } })),
  }),
  (text) => ({ json: { data: { myself: { id: text, email: text, clientBalance: text } } } }),
  (text) => ({ json: { data: { podStop: { id: text }, pod: { podType: text }, podResume: { id: text } } } }),
];

test.each(answers.map((answer, index) => [index, answer] as const))(
  'answer %i does not bring the key out',
  async (_, answer) => {
    for (const disguise of disguises) {
      const server = await startApi(answer(disguise));
      servers.push(server);
      const { cloud, notes } = testCloud(server.url);
      const outputs = [
        await cloud.listPods(),
        await cloud.getPod(testKey),
        await cloud.startPod({ podId: 'p1', gpuCount: 1, bidPerGpuDollars: null }),
        await cloud.stopPod('p1'),
        await cloud.account(),
        notes,
      ];
      expectNoKey(outputs);
    }
  },
);

test('what fetch throws does not bring the key out', async () => {
  const errors = [
    new TypeError(`Bearer ${testKey} is an invalid header value.`),
    testKey,
    { code: testKey },
    null,
  ];
  for (const error of errors) {
    const { cloud } = testCloud('http://127.0.0.1:1/', { fetch: () => Promise.reject(error) });
    const failure = await cloud.listPods();
    expect(failure).toMatchObject({ ok: false, code: 'network' });
    expectNoKey(failure);
  }
});

test('a key that cannot stand in a header is a failure without it', async () => {
  const { cloud } = testCloud('http://127.0.0.1:1/', { apiKey: createSecret(`${testKey}\nX: y`) });
  const failure = await cloud.listPods();
  expect(failure).toMatchObject({ ok: false, code: 'unauthorised' satisfies CloudFailure['code'] });
  expectNoKey(failure);
});

test('the cloud itself does not show the key', () => {
  expectNoKey(testCloud('http://127.0.0.1:1/').cloud);
});

/** Any run of eight characters of the key would be too much. */
function expectNoKey(output: unknown): void {
  const printed =
    inspect(output, { depth: 12, showHidden: true, maxStringLength: null }) + JSON.stringify(output);
  for (let at = 0; at + 8 <= testKey.length; at++) expect(printed).not.toContain(testKey.slice(at, at + 8));
}
