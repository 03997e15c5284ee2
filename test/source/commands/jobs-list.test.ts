import { expect, test } from 'vitest';
import type { JobVerdict } from '../../../pod-agent/protocol/job-events.ts';
import { resultText } from '../../../source/commands/jobs-list.ts';

const ended = (verdict: JobVerdict, exitCode: number) => ({
  state: { kind: 'ended', atMs: 1, verdict, text: '', exitCode } as const,
});

test.each([
  [[ended('pass', 0)], 'pass'],
  [[ended('pass', 1)], 'pass, with warnings'],
  [[ended('fail', 2)], 'fail'],
  [
    [ended('pass', 0), ended('pass', 1), ended('pass', 0), ended('fail', 2)],
    '2 pass; 1 pass, with warnings; 1 fail',
  ],
  [[{ state: { kind: 'left', reason: 'x' } as const }], 'left'],
])('what came of a job is told with its warnings: %#', (runs, text) => {
  expect(resultText(runs)).toBe(text);
});
