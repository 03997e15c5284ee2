import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../../../../source/commands/index.ts';
import type { Pod } from '../../../../../source/fleet/pod.ts';
import type { StepContext } from '../../../../../source/jobs/deploy/step.ts';
import { doneStep } from '../../../../../source/jobs/deploy/steps/done.ts';
import type { CloudResult } from '../../../../../source/runpod/cloud.ts';
import {
  apiFailure,
  digest,
  image,
  outputs,
  runStep,
  scriptedPod,
  up,
  type Wishes,
} from '../scripted-pod.ts';

async function done(wishes: Partial<Wishes> & { readonly context?: Partial<StepContext> } = {}) {
  const ssh = { host: '203.0.113.7', port: 40_022, username: 'root' };
  const proxySsh = { host: 'ssh.runpod.io', port: 22, username: 'pod1-64410065' };
  const scripted = await scriptedPod({
    proxyPort: 4000,
    appPort: 80,
    api: () => up({ ssh, proxySsh }),
    ...wishes,
  });
  const { end, told } = await runStep(doneStep.run(scripted.context));
  return { ...scripted, end, told, lines: outputs(told) };
}

const blueGreen = {
  pod: {
    podId: 'pod1',
    podName: 'app-1',
    how: 'blue-green',
    previousPodId: 'old1',
    gpuTypeId: null,
    gpuCount: 1,
    costPerHourDollars: 2,
  },
} as const;

test('tells what is where, and keeps it as a page for its owner alone', async () => {
  const { end, lines, folder } = await done();
  const text = lines.join('\n');
  for (const part of [
    'app 1.4.0 is deployed',
    image,
    digest,
    'app-1 (pod1)',
    'http://127.0.0.1:4000/health.json',
    'ssh root@203.0.113.7 -p 40022',
    'ssh pod1-64410065@ssh.runpod.io',
    '$2.00 an hour, $48.00 a day',
    'pod-engine diagnose pod1',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('rollback');
  const path = `${folder}/releases/app/deploy-12345678.md`;
  expect(end).toEqual({ outcome: 'pass', text: 'app 1.4.0 is deployed.', facts: { markdownPath: path } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const page = readFileSync(path, 'utf8');
  expect(page).toMatch(/^# app 1\.4\.0 is deployed\n/);
  expect(page).toContain(`| digest | \`${digest}\` |`);
  expect(page).toContain('| find out what is wrong | `pod-engine diagnose pod1` |');
});

test('every command that it names is one', async () => {
  const running = { id: 'r3', version: '1.3.0', image: null } as StepContext['running'];
  const { lines } = await done({ context: { running } });
  const named = lines.flatMap(
    (line) => /^ {2}pod-engine ([a-z ]+?)(?: (?:pod1|r3))? {2}/.exec(line)?.[1]?.trim() ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  const known = commands.map(({ words }) => words.replace(/ NAME.*$/, ''));
  // These come with the deploys themselves.
  const deploys = ['deploy', 'releases', 'rollback'];
  expect(named.filter((words) => !known.includes(words) && !deploys.includes(words))).toEqual([]);
  expect(lines.join('\n')).toContain('pod-engine rollback r3');
});

test('of blue/green the old pod is stopped, as an effect, and what it goes on costing is said', async () => {
  const old: CloudResult<Pod> = up({ id: 'old1', name: 'app-0', volumeGigabytes: 73 });
  const cloud = cloudOf(old, { ok: true, value: { podId: 'old1' } });
  const { end, effects, lines } = await done({ facts: blueGreen, doors: { cloud } });
  expect(end.outcome).toBe('pass');
  expect(effects).toEqual([{ kind: 'pod-stopped', details: { podId: 'old1', podName: 'app-0' } }]);
  expect(lines.join('\n')).toContain(
    'The old pod app-0 (old1) is stopped. Its volume goes on billing ($0.48 a day) until the pod is terminated',
  );
});

test('an old pod without a volume is not said to go on billing', async () => {
  const old = up({ id: 'old1', name: 'app-0', volumeGigabytes: 0, networkVolumeGigabytes: null });
  const cloud = cloudOf(old, { ok: true, value: { podId: 'old1' } });
  const { lines } = await done({ facts: blueGreen, doors: { cloud } });
  expect(lines.join('\n')).toContain('It has no volume and costs nothing any more');
});

test('an old pod that cannot be stopped is a warning: the release stays', async () => {
  const cloud = cloudOf(up({ id: 'old1', name: 'app-0' }), apiFailure('refused'));
  const { end, effects } = await done({ facts: blueGreen, doors: { cloud } });
  expect(end).toMatchObject({
    outcome: 'warn',
    text: expect.stringContaining(
      'still runs and bills, because it could not be stopped: RunPod said refused',
    ),
  });
  expect(effects).toEqual([]);
});

test('one that is gone, or stopped already, is left alone', async () => {
  const gone = await done({
    facts: blueGreen,
    doors: { cloud: cloudOf(apiFailure('not-found'), apiFailure('refused')) },
  });
  expect(gone.end.outcome).toBe('pass');
  const stopped = up({ id: 'old1', name: 'app-0', state: { kind: 'stopped', by: 'user' } });
  const left = await done({ facts: blueGreen, doors: { cloud: cloudOf(stopped, apiFailure('refused')) } });
  expect(left.end.outcome).toBe('pass');
  expect(left.effects).toEqual([]);
});

test('a page that cannot be kept is said, and the deploy is done all the same', async () => {
  const { folder } = await done();
  writeFileSync(`${folder}/file`, '');
  const { end } = await done({ doors: { releasesFolder: `${folder}/file` } });
  expect(end).toMatchObject({ outcome: 'warn', facts: { markdownPath: null } });
});

function cloudOf(pod: CloudResult<Pod>, stopped: CloudResult<{ readonly podId: string }>) {
  return {
    getPod: () => Promise.resolve(pod),
    stopPod: () => Promise.resolve(stopped),
  } as unknown as NonNullable<StepContext['doors']['cloud']>;
}
