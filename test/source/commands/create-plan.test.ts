/** What the plan of `pods create` says, and what stands against it in the account. */
import { expect, test } from 'vitest';
import { createRequestOf } from '../../../source/commands/create-flags.ts';
import { createPlanText, isHopeless } from '../../../source/commands/create-plan-text.ts';
import { judgeInAccount } from '../../../source/commands/judge-in-account.ts';
import { tellPodChange } from '../../../source/commands/tell-pod-change.ts';
import { typedName } from '../../../source/commands/typed-name.ts';
import type { Wish } from '../../../source/jobs/deploy/pods/wishes.ts';
import type { CreateRequest } from '../../../source/life/create-request.ts';
import { usualCreate } from '../../../source/life/usual-create.ts';
import { makePod } from '../fleet/make.ts';

const { signal } = new AbortController();
const answered = async <Value>(value: Value) => ({ ok: true, value }) as const;
const refused = async () =>
  ({ ok: false, code: 'refused', message: 'no', hint: '', retryAfterMs: null }) as const;

const wish: Wish = {
  gpuTypeId: 'NVIDIA L40S',
  dataCentreId: null,
  offer: {
    ...{ typeId: 'NVIDIA L40S', displayName: 'L40S', memoryGigabytes: 48, stock: 'high' },
    ...{ dollarsPerGpuHour: 0.86, lowestBidDollars: 0.4, maxGpuCount: 8 },
  },
  dollarsPerHour: 0.86,
  skipped: null,
};
const request = { ...usualCreate, name: 'train', image: 'a/b:1', gpuTypeIds: ['L40S'] };

test('the plan names what the pod is made of, and no value of a variable', () => {
  const asked: CreateRequest = {
    ...request,
    cloud: 'any',
    ...{ minCudaVersion: '12.8', startCommand: 'sleep 9', registryCredentialId: 'hub' },
    environment: { MODE: 'quiet-value' },
  };
  const text = createPlanText(asked, [wish]);
  for (const part of [
    'any cloud, CUDA 12.8 or later',
    'variables MODE',
    'started by sleep 9',
    'credential hub',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('quiet-value');
});

test('a bid below the lowest is said to be one', () => {
  const below = 'below the lowest that RunPod names, $0.40';
  expect(createPlanText({ ...request, bidPerGpuDollars: 0.1 }, [wish])).toContain(below);
  expect(createPlanText({ ...request, bidPerGpuDollars: 0.5 }, [wish])).not.toContain(below);
});

test('a plan of which nothing is asked for is hopeless', () => {
  expect(isHopeless([wish, { ...wish, skipped: 'too dear' }])).toBe(false);
  expect(isHopeless([{ ...wish, skipped: 'too dear' }])).toBe(true);
});

test('a secret that is not there is a problem, a name that is taken a note', async () => {
  const asked = { ...request, environment: { TOKEN: '{{ RUNPOD_SECRET_hf }}' } };
  const twin = makePod({ id: 'p1', name: 'train' });
  const cloud = { secrets: () => answered([{ id: 's', name: 'other' }]), listPods: () => answered([twin]) };
  const verdict = await judgeInAccount(cloud, asked, signal);
  expect(verdict.problems.join()).toContain('refers to "hf", and RunPod\'s store has no such secret');
  expect(verdict.notes.join()).toContain('a pod train already (p1)');
  const silent = { secrets: refused, listPods: refused };
  expect(await judgeInAccount(silent, asked, signal)).toEqual({ problems: [], notes: [] });
});

test.each([
  [{ env: ['A=1', 'A=2'] }, '--env A is given twice.'],
  [{ env: ['1A=secret'] }, '--env 1A: write it as NAME=VALUE, with a name of letters'],
  [{ env: ['=secret'] }, '--env =…: write it as NAME=VALUE.'],
  [{ volume: 10, networkVolume: 'data' }, 'one volume: give --volume or --network-volume'],
])('%j is refused', (flags, message) => {
  const read = createRequestOf('train', { gpu: ['L40S'], image: 'a/b:1', ...flags });
  expect(read.ok ? '' : read.problems.join('\n')).toContain(message);
});

test('every change of a pod prints one shape', () => {
  const printed: string[] = [];
  const context = { flags: { json: true }, print: (text: string) => printed.push(text), say: () => {} };
  tellPodChange(context, { pod: { id: 'p1', name: 'train' }, outcome: { stopped: true }, text: '' });
  expect(JSON.parse(printed.join(''))).toEqual({
    ...{ podId: 'p1', name: 'train', stopped: true, already: false },
  });
});

test('a name with spaces is quoted in a line to be copied', () => {
  expect(typedName('train-1')).toBe('train-1');
  expect(typedName("my pod's")).toBe(`'my pod'\\''s'`);
});
