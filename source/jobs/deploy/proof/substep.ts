/** A part of a step, told as a step within it. */
import type { StepOutcome } from '../../../../pod-agent/protocol/job-events.ts';
import type { StepTold } from '../step.ts';

/** @param judge What its end is called. */
export async function* substep<End>(
  about: { readonly id: string; readonly title: string; readonly nowMs: () => number },
  work: AsyncGenerator<StepTold, End, void>,
  judge: (end: End) => { readonly outcome: StepOutcome; readonly text: string },
): AsyncGenerator<StepTold, End, void> {
  const beganMs = about.nowMs();
  yield { kind: 'step-began', step: about.id, title: about.title };
  const end = yield* work;
  const { outcome, text } = judge(end);
  const tookMs = Math.max(0, about.nowMs() - beganMs);
  yield { kind: 'step-ended', step: about.id, outcome, text, tookMs };
  return end;
}
