/** When the code behind a cloud is loaded. */
import { expect, test } from 'vitest';
import { lateCloud } from '../../../source/commands/late-cloud.ts';
import type { Cloud, CloudFailure } from '../../../source/runpod/cloud.ts';

const failure: CloudFailure = { ok: false, code: 'network', message: 'm', hint: 'h', retryAfterMs: null };

test('loads with the first question, and once', async () => {
  let loads = 0;
  const answer = async (): Promise<CloudFailure> => failure;
  const loaded: Cloud = {
    listPods: answer,
    getPod: answer,
    startPod: answer,
    stopPod: answer,
    account: answer,
  };
  const cloud = lateCloud(async () => {
    loads += 1;
    return loaded;
  });
  expect(loads).toBe(0);
  expect(await Promise.all([cloud.listPods(), cloud.account(), cloud.stopPod('a')])).toEqual([
    failure,
    failure,
    failure,
  ]);
  expect(loads).toBe(1);
});
