import { describe, expect, it } from 'vitest';
import type { CreateRequest } from '../../../source/life/create-request.ts';
import { judgeCreate } from '../../../source/life/judge-create.ts';
import { referredSecret, secretReference } from '../../../source/life/judge-environment.ts';
import { usualCreate } from '../../../source/life/usual-create.ts';

const then = 'stop';
const stopAfter = (ms: number): CreateRequest['timeToLive'] => ({ ms, then });
const good: CreateRequest = {
  ...usualCreate,
  name: 'train',
  image: 'runpod/pytorch:2.8.0',
  gpuTypeIds: ['NVIDIA H100 80GB HBM3'],
};
const fieldsOf = (change: Partial<CreateRequest>) =>
  judgeCreate({ ...good, ...change }).map(({ field }) => field);
const textOf = (change: Partial<CreateRequest>) =>
  judgeCreate({ ...good, ...change })
    .map(({ text, fix }) => `${text} ${fix}`)
    .join('\n');

describe('a request for a pod', () => {
  it('is in order with what a form begins with, a name, a card and an image', () => {
    expect(judgeCreate(good)).toEqual([]);
    expect(judgeCreate(usualCreate).map(({ field }) => field)).toEqual(['name', 'gpuTypeIds', 'image']);
  });

  it('names the whole range where a number lies outside of it', () => {
    expect(textOf({ gpuCount: 99 })).toBe('99 is no number of GPUs. Give a whole number from 1 to 64.');
    expect(textOf({ containerDiskGigabytes: 20_000 })).toContain('from 1 to 10000');
  });

  const wrong: readonly [keyof CreateRequest, Partial<CreateRequest>][] = [
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(192) }],
    ['gpuCount', { gpuCount: 0 }],
    ['gpuCount', { gpuCount: Number.NaN }],
    ['gpuCount', { gpuCount: 1.5 }],
    ['minCudaVersion', { minCudaVersion: 'twelve' }],
    ['cloud', { cloud: 'community', networkVolumeId: 'v1', volumeGigabytes: 0 }],
    ['bidPerGpuDollars', { bidPerGpuDollars: 0 }],
    ['bidPerGpuDollars', { bidPerGpuDollars: Number.NaN }],
    ['maxDollarsPerHour', { maxDollarsPerHour: -1 }],
    ['image', { image: 'https://hub.docker.com/x y' }],
    ['containerDiskGigabytes', { containerDiskGigabytes: 0 }],
    ['volumeGigabytes', { volumeGigabytes: -5 }],
    ['volumeMountPath', { volumeMountPath: 'workspace' }],
    ['ports', { ports: '8888' }],
    ['ports', { ports: '22/tcp,22/http' }],
    ['ports', { ports: '65536/http' }],
    ['ports', { ports: Array.from({ length: 11 }, (_, index) => `${8000 + index}/http`).join(',') }],
    ['startCommand', { startCommand: 'serve --token hf_abcdefghijklmnopqrstuv' }],
    ['timeToLive', { timeToLive: stopAfter(10) }],
    ['timeToLive', { timeToLive: stopAfter(3_600_000), bidPerGpuDollars: 0.3 }],
  ];
  it.each(wrong)('names %s where it is wrong: %j', (field, change) => {
    expect(fieldsOf(change)).toEqual([field]);
  });

  it('takes symmetric ports, a template without an image, and a pod without volume or ports', () => {
    expect(judgeCreate({ ...good, ports: '70000/tcp, 22/tcp' })).toEqual([]);
    expect(judgeCreate({ ...good, image: null, templateId: 't1' })).toEqual([]);
    expect(judgeCreate({ ...good, volumeGigabytes: 0, volumeMountPath: '', ports: '' })).toEqual([]);
  });
});

describe('variables of a pod', () => {
  it('are refused where they hold a secret, without showing it', () => {
    const value = 'hf_abcdefghijklmnopqrstuvwx';
    const text = textOf({ environment: { HF_TOKEN: value } });
    expect(text).toContain('The value of HF_TOKEN looks like a Hugging Face token');
    expect(text).toContain('HF_TOKEN={{ RUNPOD_SECRET_hf_token }}');
    expect(text).not.toContain(value);
  });

  it('may refer to a secret, and hold what is plain', () => {
    expect(fieldsOf({ environment: { HF_TOKEN: secretReference('hf'), MODE: 'train' } })).toEqual([]);
    expect(referredSecret('{{RUNPOD_SECRET_a-b}}')).toBe('a-b');
    expect(referredSecret('x {{ RUNPOD_SECRET_a }}')).toBeNull();
  });

  it('have names of their own', () => {
    expect(textOf({ environment: { '2x': '1' } })).toContain('"2x" is no name of a variable');
    expect(textOf({ environment: { RUNPOD_POD_ID: '1' } })).toContain('is set by RunPod');
    expect(textOf({ environment: { POD_ENGINE_DEPLOY_ID: '1' } })).toContain('is set by Pod Engine');
    expect(fieldsOf({ environment: { POD_ENGINE_TTL_MINUTES: '480' } })).toEqual([]);
    expect(textOf({ environment: { A: 'x {{ y }}' } })).toContain('refers to no secret');
  });
});
