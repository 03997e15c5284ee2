/** What is read from the flags of a deploy, and what is refused. */
import { expect, test } from 'vitest';
import { readDeployRequest } from '../../../source/commands/deploy-request.ts';
import type { Flags } from '../../../source/commands/flags.ts';
import { usualRequest } from '../../../source/jobs/model/deploy.ts';

const projectFile = '/app/pod-engine.yaml';
const read = (flags: Flags) => readDeployRequest(flags, { projectFile, target: null });

test('without flags it is the usual one', () => {
  expect(read({ gpu: [], region: [] })).toEqual({ ok: true, request: { ...usualRequest, projectFile } });
});

test('steps, version, wishes', () => {
  const made = read({
    skip: 'test, try',
    setVersion: 'v1.4.0',
    gpu: ['L40S'],
    region: ['EU-RO-1'],
    again: true,
  });
  expect(made).toMatchObject({
    request: {
      skip: ['test', 'try'],
      version: '1.4.0',
      gpuTypeIds: ['L40S'],
      dataCentreIds: ['EU-RO-1'],
      isForced: true,
    },
  });
  expect(read({ abort: true, force: true })).toMatchObject({ request: { mode: 'abort', isForced: true } });
});

test.each<[Flags, RegExp]>([
  [{ only: 'biuld' }, /"biuld" is no step\. Is "build" meant\? The steps are preflight, /],
  [{ from: 'build,push' }, /--from wants one step/],
  [{ setVersion: 'next' }, /"next" is no version: write X\.Y\.Z/],
  [{ resume: true, abort: true }, /Either --resume or --abort/],
  [{ newPod: true, inPlace: 'app' }, /Only one of --new-pod, --in-place and --blue-green/],
  [{ only: 'build', from: 'test' }, /Either --only or --from/],
  [{ resume: true, gpu: ['L40S'] }, /take up a deploy as it was asked for/],
  [{ force: true }, /--force goes with --abort/],
])('%j is refused', (flags, reason) => {
  const made = read(flags);
  expect(made.ok ? '' : made.reason).toMatch(reason);
});
