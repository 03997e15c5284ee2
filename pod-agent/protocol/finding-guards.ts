/** Guards for what a diagnosis says. */
import type { CheckOutcome, Diagnosis, Evidence, Finding, FindingStatus, Fix } from './finding.ts';
import { boolean, list, literal, nullable, oneOf, shape, uncut } from './guards.ts';
import { durationMs, name, path, sentence, wallMs } from './quantities.ts';
import type { Scope } from './readings.ts';

const status = oneOf<FindingStatus>({
  ok: true,
  info: true,
  warn: true,
  fail: true,
  skip: true,
  unknown: true,
});

const evidence = shape<Evidence>({
  what: sentence,
  value: sentence,
  expected: nullable(sentence),
  source: path,
});

const fix = shape<Fix>({ text: sentence, command: uncut(4000), safe: boolean, reversible: boolean });

export const findingGuard = shape<Finding>({
  id: path,
  checkId: name,
  title: sentence,
  status,
  scope: oneOf<Scope>({ container: true, host: true, unknown: true }),
  evidence: list(evidence, 32),
  causes: list(sentence, 16),
  impact: nullable(sentence),
  fix: nullable(fix),
  documentation: nullable(path),
  causedBy: nullable(path),
});

const outcome = shape<CheckOutcome>({
  checkId: name,
  title: sentence,
  status,
  summary: sentence,
  tookMs: durationMs,
});

export const diagnosisGuard = shape<Diagnosis>({
  schema: literal(1),
  atMs: wallMs,
  tookMs: durationMs,
  via: oneOf<Diagnosis['via']>({ agent: true, shell: true, outside: true }),
  status: oneOf<Diagnosis['status']>({ ok: true, warn: true, fail: true, unknown: true }),
  checks: list(outcome, 32),
  findings: list(findingGuard, 200),
});
