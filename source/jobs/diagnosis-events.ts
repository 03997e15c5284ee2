/** A whole diagnosis as the events of a job, for those that are judged at once: by a shell, or from outside. */
import { stepEnded } from '../../pod-agent/checks/step-ended.ts';
import { verdictOf } from '../../pod-agent/checks/verdict.ts';
import type { Diagnosis } from '../../pod-agent/protocol/finding.ts';
import type { JobEventBody } from '../../pod-agent/protocol/job-events.ts';

export function stepsBegun(
  checks: readonly { readonly id: string; readonly title: string }[],
): readonly JobEventBody[] {
  return checks.map(({ id, title }) => ({ kind: 'step-began', step: id, title }));
}

/** Each check's end and what it found, then all of it in its final order, then the verdict. */
export function eventsOfDiagnosis(diagnosis: Diagnosis): readonly JobEventBody[] {
  const ofChecks = diagnosis.checks.flatMap((outcome): readonly JobEventBody[] => [
    stepEnded(outcome),
    ...diagnosis.findings
      .filter(({ checkId }) => checkId === outcome.checkId)
      .map((finding): JobEventBody => ({ kind: 'finding', finding: { ...finding, causedBy: null } })),
  ]);
  return [...ofChecks, { kind: 'diagnosis', diagnosis }, verdictOf(diagnosis)];
}

/** Nobody could look: every check that had begun ends without a result. */
export function stepsGivenUp(
  checks: readonly { readonly id: string }[],
  why: string,
): readonly JobEventBody[] {
  return checks.map(({ id }) => ({
    kind: 'step-ended',
    step: id,
    outcome: 'inconclusive',
    text: why,
    tookMs: 0,
  }));
}
