import { expect, it } from 'vitest';
import type { JobVerdict } from '../../../../pod-agent/protocol/job-events.ts';
import type { PodRun, RunState } from '../../../../source/jobs/model/job.ts';
import { runsWorstFirst } from '../../../../source/jobs/model/questions.ts';

function runOf(podName: string, state: RunState): PodRun {
  return { podId: podName, podName, state, events: [], droppedCount: 0, progress: null, livesInPod: true };
}

function over(podName: string, verdict: JobVerdict, exitCode: number): PodRun {
  return runOf(podName, { kind: 'ended', atMs: 1, verdict, text: '', exitCode });
}

const namesOf = (runs: readonly PodRun[]) => runs.map(({ podName }) => podName);

it('puts the pods that need somebody first, and those that are alike in their order', () => {
  const runs = [
    over('well-b', 'pass', 0),
    over('warned', 'pass', 1),
    over('well-a', 'pass', 0),
    over('unknown', 'inconclusive', 3),
    over('failed', 'fail', 2),
  ];
  expect(namesOf(runsWorstFirst(runs))).toEqual(['failed', 'unknown', 'warned', 'well-b', 'well-a']);
});

it('moves nothing while one of them goes on', () => {
  const runs = [
    over('well', 'pass', 0),
    runOf('busy', { kind: 'running', sinceMs: 1 }),
    over('failed', 'fail', 2),
  ];
  expect(namesOf(runsWorstFirst(runs))).toEqual(['well', 'busy', 'failed']);
});
