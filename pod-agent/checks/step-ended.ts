/** The end of a check as an event of its job. */
import type { CheckOutcome, FindingStatus } from '../protocol/finding.ts';
import type { JobEventBody, StepOutcome } from '../protocol/job-events.ts';

const outcomes: Readonly<Record<FindingStatus, StepOutcome>> = {
  ok: 'pass',
  info: 'pass',
  warn: 'warn',
  fail: 'fail',
  unknown: 'inconclusive',
  skip: 'skipped',
};

export function stepEnded({ checkId: step, status, summary: text, tookMs }: CheckOutcome): JobEventBody {
  return { kind: 'step-ended', step, outcome: outcomes[status], text, tookMs };
}
