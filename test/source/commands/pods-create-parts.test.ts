/** What `pods create` finds in the account before it asks for a pod: regions, a template's disks, GPUs by the names people use. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import { namedParts } from '../../../source/commands/named-parts.ts';
import { templateParts } from '../../../source/commands/template-parts.ts';
import { wishesFor } from '../../../source/jobs/deploy/rent-by-hand.ts';
import { usualCreate } from '../../../source/life/usual-create.ts';
import type { GpuOffer, Template } from '../../../source/runpod/deploy-cloud.ts';
import { createGraphqlCloud } from '../../../source/runpod/graphql/cloud.ts';

const { signal } = new AbortController();
const never = createGraphqlCloud({
  url: 'http://127.0.0.1:9/graphql',
  apiKey: createSecret('k'),
  version: '0',
});
const answered = async <Value>(value: Value) => ({ ok: true, value }) as const;

test('a region is taken in any letters, and an unknown one is named', async () => {
  const ids = ['EU-RO-1', 'US-TX-3'];
  const dataCentres = () => answered(ids.map((id) => ({ id, name: id, location: null })));
  const cloud = { ...never, dataCentres };
  const given = (id: string) => namedParts(cloud, { ...usualCreate, dataCentreIds: [id] }, signal);
  expect(await given('us-tx-3')).toMatchObject({ ok: true, value: { dataCentreIds: ['US-TX-3'] } });
  expect(await given('us-tx-9')).toMatchObject({
    code: 'not-found',
    message: 'RunPod has no data centre "US-TX-9".',
    hint: 'Did you mean US-TX-3?',
  });
});

const template: Template = {
  id: 'tpl1',
  name: 'train',
  image: 'a/b:1',
  containerDiskGigabytes: 200,
  volumeGigabytes: 100,
  volumeMountPath: '/data',
  ports: '22/tcp',
  environment: {},
  startCommand: null,
  registryCredentialId: null,
  readme: '',
};

test('disks come from the template where no flag says them', async () => {
  const cloud = { templates: () => answered([template]) };
  const request = { ...usualCreate, templateId: 'train', volumeGigabytes: 0, volumeMountPath: '/workspace' };
  const own = { containerDiskGigabytes: 200, volumeGigabytes: 100, volumeMountPath: '/data' };
  expect(await templateParts(cloud, request, { flags: {}, signal })).toMatchObject({
    value: { templateId: 'tpl1', ...own },
  });
  const flags = { disk: 50, volume: 0 };
  const asked = { ...request, containerDiskGigabytes: 50 };
  expect(await templateParts(cloud, asked, { flags, signal })).toMatchObject({
    value: { containerDiskGigabytes: 50, volumeGigabytes: 0 },
  });
  expect(await templateParts(cloud, { ...request, templateId: 'trian' }, { flags, signal })).toMatchObject({
    code: 'not-found',
    hint: 'Did you mean "train"?',
  });
});

test.each([
  ['4090', 'Did you mean "RTX 4090"?'],
  ['h100', 'Did you mean "H100 SXM" or "H100 PCIe"?'],
  ['cpu3c-2-4', 'Pods without a GPU are not rented here: take a type of `pod-engine gpus`.'],
  ['zzz', 'Take one of the types that RunPod lists: `pod-engine gpus`.'],
])('a GPU that RunPod does not know, %s: %s', async (typed, fix) => {
  const offers = ['RTX 4090', 'H100 SXM', 'H100 PCIe'].map(offerOf);
  const cloud = { ...never, gpuOffers: () => answered(offers) };
  const wished = await wishesFor({ ...usualCreate, gpuTypeIds: [typed] }, cloud, signal);
  expect(wished).toMatchObject({ value: { wishes: [], problems: [{ fix }] } });
});

function offerOf(displayName: string): GpuOffer {
  const prices = { stock: null, dollarsPerGpuHour: 1, lowestBidDollars: null, maxGpuCount: 8 };
  return { typeId: `NVIDIA ${displayName}`, displayName, memoryGigabytes: 80, ...prices };
}
