/** Guards for the report of optimising. */
import { boolean, list, literal, nullable, oneOf, shape } from './guards.ts';
import type { OptimisationReport, TuningResult, TuningScope, TuningStatus } from './optimisation.ts';
import { durationMs, name, sentence, wallMs } from './quantities.ts';

export const tuningGuard = shape<TuningResult>({
  id: name,
  title: sentence,
  status: oneOf<TuningStatus>({
    applied: true,
    already: true,
    partial: true,
    'not-permitted': true,
    'not-applicable': true,
    failed: true,
    'would-try': true,
  }),
  before: nullable(sentence),
  wanted: sentence,
  after: nullable(sentence),
  scope: oneOf<TuningScope>({ process: true, container: true, host: true }),
  evidence: sentence,
  errno: nullable(name),
  fix: nullable(sentence),
  tookMs: durationMs,
});

export const optimisationGuard = shape<OptimisationReport>({
  schema: literal(1),
  atMs: wallMs,
  tookMs: durationMs,
  dryRun: boolean,
  tunings: list(tuningGuard, 64),
  unfinished: list(name, 64),
});
