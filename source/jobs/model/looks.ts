/** Glyph, word and role of everything that a job's output can say. The glyph and the word stand in the text itself. */
import type { Rating } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { FindingStatus } from '../../../pod-agent/protocol/finding.ts';
import type { JobVerdict, StepOutcome } from '../../../pod-agent/protocol/job-events.ts';
import type { TuningStatus } from '../../../pod-agent/protocol/optimisation.ts';
import type { LineRole } from './line.ts';

export type LineLook = { readonly glyph: string; readonly word: string; readonly role: LineRole };

export const findingLooks: Readonly<Record<FindingStatus, LineLook>> = {
  fail: { glyph: '✖', word: 'fail', role: 'fail' },
  warn: { glyph: '▲', word: 'warn', role: 'warn' },
  unknown: { glyph: '?', word: 'unknown', role: 'unknown' },
  info: { glyph: '·', word: 'info', role: 'info' },
  skip: { glyph: '–', word: 'skip', role: 'dim' },
  ok: { glyph: '✔', word: 'ok', role: 'ok' },
};

export const ratingLooks: Readonly<Record<Rating, LineLook>> = {
  excellent: { glyph: '✔', word: 'excellent', role: 'ok' },
  good: { glyph: '✔', word: 'good', role: 'ok' },
  fair: { glyph: '▲', word: 'fair', role: 'warn' },
  slow: { glyph: '✖', word: 'slow', role: 'fail' },
  failed: { glyph: '✖', word: 'failed', role: 'fail' },
  'not-rated': { glyph: '·', word: 'not rated', role: 'dim' },
};

export const tuningLooks: Readonly<Record<TuningStatus, LineLook>> = {
  applied: { glyph: '✔', word: 'applied', role: 'ok' },
  already: { glyph: '✔', word: 'already', role: 'ok' },
  partial: { glyph: '▲', word: 'partial', role: 'warn' },
  'not-permitted': { glyph: '–', word: 'not permitted', role: 'dim' },
  'not-applicable': { glyph: '–', word: 'not applicable', role: 'dim' },
  failed: { glyph: '✖', word: 'failed', role: 'fail' },
  'would-try': { glyph: '·', word: 'would try', role: 'info' },
};

/** A job may pass with warnings, which its exit code tells: that is not to be seen as wholly well. */
export function verdictLook(verdict: JobVerdict, exitCode: number): LineLook {
  if (verdict === 'pass' && exitCode === 1) return { glyph: '▲', word: 'pass, with warnings', role: 'warn' };
  return verdictLooks[verdict];
}

const verdictLooks: Readonly<Record<JobVerdict, LineLook>> = {
  pass: { glyph: '✔', word: 'pass', role: 'ok' },
  fail: { glyph: '✖', word: 'fail', role: 'fail' },
  inconclusive: { glyph: '?', word: 'inconclusive', role: 'unknown' },
  stopped: { glyph: '■', word: 'stopped', role: 'dim' },
};

export const outcomeLooks: Readonly<Record<StepOutcome, LineLook>> = {
  pass: { glyph: '✔', word: 'pass', role: 'ok' },
  warn: { glyph: '▲', word: 'warn', role: 'warn' },
  fail: { glyph: '✖', word: 'fail', role: 'fail' },
  inconclusive: { glyph: '?', word: 'unknown', role: 'unknown' },
  skipped: { glyph: '–', word: 'skipped', role: 'dim' },
};
