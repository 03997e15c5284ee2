import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObject } from './json-schema.ts';
import { hasOpenApi, openApi } from './openapi.ts';

const pod = {
  name: 'trainer',
  image: 'runpod/pytorch:1.0.7',
  gpu: { id: 'NVIDIA RTX PRO 4500 Blackwell', count: 1 },
  mounts: { network: [{ volumeId: 'grvtso8ftn', path: '/workspace' }] },
};

test.skipIf(!hasOpenApi)('requests are told from those that RunPod refuses', () => {
  const { checkRequest } = openApi();
  expect(checkRequest('POST', '/v2/pods', pod)).toEqual([]);
  expect(checkRequest('POST', '/v2/pods', { ...pod, stopAfter: 3 })).toEqual([
    '$.stopAfter: no such property',
  ]);
  expect(checkRequest('POST', '/v2/pods', { name: 'x' })).toEqual(['$.image: is missing']);
  expect(checkRequest('POST', '/v2/pods', { name: 'x', templateId: 't' })).toEqual([]);
  expect(checkRequest('POST', '/v2/pods', { ...pod, gpu: { id: 'A40', count: 0 } })).toEqual([
    '$.gpu.count: expected at least 1',
  ]);
  expect(checkRequest('POST', '/v2/pods', { ...pod, cloud: 'ALL' })[0]).toContain('expected one of SECURE');
  expect(checkRequest('POST', '/v2/pods/p1/action', { action: 'reset' })[0]).toContain(
    'expected one of start',
  );
  expect(checkRequest('PATCH', '/v2/network-volumes/v', {})[0]).toContain('at least 1 properties');
  expect(checkRequest('GET', '/v2/catalog/gpus?include=AVAILABILITY&product=POD&count=2')).toEqual([]);
  expect(checkRequest('GET', '/v2/catalog/gpus?include=STOCK')[0]).toContain('expected one of AVAILABILITY');
  expect(checkRequest('GET', '/v2/pods?stat=1')).toEqual(['?stat: no such parameter']);
  expect(checkRequest('GET', '/v2/podz')[0]).toContain('no such operation');
});

test.skipIf(!hasOpenApi)('answers are told from those that RunPod never gives', () => {
  const { checkAnswer } = openApi();
  const registries = { registries: [{ id: 'r', name: 'ghcr' }], pagination: { hasNextPage: false } };
  expect(checkAnswer('GET', '/v2/registries', 200, registries)).toEqual([]);
  expect(checkAnswer('GET', '/v2/registries', 200, { registries: [{ id: 1 }] })).toEqual([
    '$.registries[0].name: is missing',
    '$.registries[0].id: expected string, is 1',
  ]);
  expect(checkAnswer('DELETE', '/v2/pods/p1', 204)).toEqual([]);
  expect(checkAnswer('DELETE', '/v2/pods/p1', 204, {})).toHaveLength(1);
  expect(checkAnswer('GET', '/v2/pods/p1', 503, { title: 'x', status: 503, detail: 'y' })).toEqual([]);
  expect(checkAnswer('GET', '/v2/pods/p1', 404, { error: 'no' })).toHaveLength(3);
});

test.skipIf(!hasOpenApi)("every example of RunPod's own fits", () => {
  const { checkAnswer, checkRequest } = openApi();
  const examples = [...examplesOf()];
  expect(examples.length).toBeGreaterThan(50);
  const unfit = examples.flatMap(({ method, path, status, value }) => {
    const found =
      status === null ? checkRequest(method, path, value) : checkAnswer(method, path, status, value);
    return found.map((each) => `${method} ${path} ${status}: ${each}`);
  });
  expect(unfit).toEqual([]);
});

type Example = { method: string; path: string; status: number | null; value: unknown };

function* examplesOf(): Generator<Example> {
  const file = new URL('../../../shared/runpod/v2-openapi.json', import.meta.url);
  const { paths }: { paths: Record<string, Record<string, unknown>> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  for (const [template, item] of Object.entries(paths)) {
    const path = template.replaceAll(/\{\w+\}/g, 'x1');
    for (const [method, operation] of Object.entries(item)) {
      if (!isObject(operation)) continue;
      for (const value of valuesIn(operation.requestBody)) yield { method, path, status: null, value };
      for (const [status, response] of Object.entries(
        isObject(operation.responses) ? operation.responses : {},
      )) {
        if (status === 'default') continue;
        for (const value of valuesIn(response)) yield { method, path, status: Number(status), value };
      }
    }
  }
}

function valuesIn(holder: unknown): readonly unknown[] {
  const contents = isObject(holder) && isObject(holder.content) ? Object.values(holder.content) : [];
  return contents.flatMap((media) => {
    const examples = isObject(media) && isObject(media.examples) ? Object.values(media.examples) : [];
    return examples.flatMap((example) => (isObject(example) && 'value' in example ? [example.value] : []));
  });
}
