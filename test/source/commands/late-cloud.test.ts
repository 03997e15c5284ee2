/** When the code behind a cloud is loaded. */
import { expect, test } from 'vitest';
import { lateCloud } from '../../../source/commands/late-cloud.ts';
import type { Cloud, CloudFailure } from '../../../source/runpod/cloud.ts';
import type { DeployCloud } from '../../../source/runpod/deploy-cloud.ts';

const failure: CloudFailure = { ok: false, code: 'network', message: 'm', hint: 'h', retryAfterMs: null };

test('loads with the first question, and once', async () => {
  let loads = 0;
  const answer = async (): Promise<CloudFailure> => failure;
  const loaded: Cloud & DeployCloud = {
    listPods: answer,
    getPod: answer,
    startPod: answer,
    stopPod: answer,
    account: answer,
    gpuOffers: answer,
    dataCentres: answer,
    networkVolumes: answer,
    secretNames: answer,
    registryCredentials: answer,
    templates: answer,
    saveTemplate: answer,
    deleteTemplate: answer,
    createPod: answer,
    podsOfDeploy: answer,
    podSettings: answer,
    editPod: answer,
    terminatePod: answer,
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
