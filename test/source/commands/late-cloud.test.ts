/** When the code behind a cloud is loaded. */
import { expect, test } from 'vitest';
import { lateCloud } from '../../../source/commands/late-cloud.ts';
import type { CloudFailure } from '../../../source/runpod/cloud.ts';
import { operationsBy } from '../../../source/runpod/operations.ts';
import type { WholeCloud } from '../../../source/runpod/whole-cloud.ts';

const failure: CloudFailure = { ok: false, code: 'network', message: 'm', hint: 'h', retryAfterMs: null };

test('loads with the first question, and once', async () => {
  let loads = 0;
  const loaded: WholeCloud = {
    ...operationsBy(async () => failure),
    async *podLogs() {
      yield { kind: 'failed', failure };
    },
    wires: () => [
      { wire: 'rest', state: { kind: 'unused' }, allowance: null, requests: 0, failures: 0, answerMs: null },
    ],
  };
  const cloud = lateCloud(async () => {
    loads += 1;
    return loaded;
  });
  expect(cloud.wires()).toEqual([]);
  expect(loads).toBe(0);
  expect(await Promise.all([cloud.listPods(), cloud.account(), cloud.stopPod('a')])).toEqual([
    failure,
    failure,
    failure,
  ]);
  expect(loads).toBe(1);
  expect(cloud.wires()).toHaveLength(1);
});

test('logs are a stream that loads it too', async () => {
  const cloud = lateCloud(async () => ({
    ...operationsBy(async () => failure),
    async *podLogs({ podId }) {
      yield { kind: 'line', id: null, atMs: null, source: 'system', text: podId };
    },
    wires: () => [],
  }));
  const request = { podId: 'a', source: null, tail: 5, sinceMs: null, lastEventId: null, follow: false };
  const texts: string[] = [];
  for await (const event of cloud.podLogs(request, new AbortController().signal))
    if (event.kind === 'line') texts.push(event.text);
  expect(texts).toEqual(['a']);
});
