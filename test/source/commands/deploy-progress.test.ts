import { describe, expect, it } from 'vitest';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { progressText } from '../../../source/commands/deploy-progress.ts';
import { eventsOf } from '../ui/fixture-jobs.ts';

const told = (bodies: readonly JobEventBody[]) => {
  const text = progressText();
  const all = eventsOf(bodies).map(text);
  const lines = (isResult: boolean) =>
    all.filter((each) => each.isResult === isResult).flatMap((each) => each.lines);
  return { progress: lines(false), result: lines(true) };
};

const began = (step: string, title: string) => ({ kind: 'step-began', step, title }) as const;
const ended = (step: string, text: string, tookMs = 5) =>
  ({ kind: 'step-ended', step, outcome: 'pass', text, tookMs }) as const;

describe('what a deploy says on the command line', () => {
  it('names a step as it begins, and what goes on at the same time within it as each ends', () => {
    const { progress } = told([
      began('preflight', 'look for problems'),
      began('preflight/api-key', 'API key'),
      began('preflight/dockerfile', 'Dockerfile'),
      ended('preflight/dockerfile', 'Dockerfile:1: It floats.', 1500),
      ended('preflight/api-key', 'RunPod takes it.'),
      { kind: 'output', level: 'warn', text: 'It floats.' },
      ended('preflight', 'version 1.4.0'),
    ]);
    expect(progress).toEqual([
      '▸ look for problems',
      '  ✔ Dockerfile:1: It floats. (1s)',
      '  ✔ API key: RunPod takes it.',
      '    ▲ It floats.',
      '✔ preflight pass: version 1.4.0',
    ]);
  });

  it('has what is where for standard output, and nothing of what is undone after it', () => {
    const { progress, result } = told([
      began('done', 'tell what is where'),
      { kind: 'output', level: 'info', text: 'app 1.4.0 is deployed' },
      { kind: 'output', level: 'warn', text: 'the old pod goes on' },
      ended('done', 'app 1.4.0 is deployed.'),
      began('undo/git-tag', 'take back the tag'),
      { kind: 'output', level: 'info', text: 'deleting it' },
    ]);
    expect(result).toEqual(['app 1.4.0 is deployed']);
    expect(progress).toEqual([
      '▸ tell what is where',
      '    ▲ the old pod goes on',
      '✔ done pass: app 1.4.0 is deployed.',
      '      deleting it',
    ]);
  });
});
