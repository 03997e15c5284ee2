/** How a step ends when the API fails: a word of refusal is a failure, silence leaves everything as it is. */
import type { CloudFailure, CloudFailureCode } from '../../../runpod/cloud.ts';
import { StepFailure } from '../step.ts';

/** What was asked for may have been done: nobody said. Thrown within an effect, and ends its step as inconclusive. */
export class AnswerLost extends Error {
  readonly evidence: readonly string[];

  constructor(text: string, evidence: readonly string[]) {
    super(text);
    this.evidence = evidence;
  }
}

type End = {
  readonly outcome: 'fail' | 'inconclusive';
  readonly text: string;
  readonly evidence: readonly string[];
  readonly fix: string | null;
};

export function endOfFailure(failure: CloudFailure): End {
  const outcome = isSilence(failure.code) ? 'inconclusive' : 'fail';
  return { outcome, text: failure.message, evidence: [], fix: failure.hint };
}

export function endOfLost(lost: AnswerLost): End {
  const fix = 'Go on with pod-engine deploy --resume: it looks again before it does anything.';
  return { outcome: 'inconclusive', text: lost.message, evidence: lost.evidence, fix };
}

export const noKeyEnd: End = {
  outcome: 'fail',
  text: 'There is no API key for RunPod.',
  evidence: [],
  fix: 'Set RUNPOD_API_KEY, or apiKey in the configuration.',
};

/** The API did not answer, or not in a way that says anything about what was asked. */
export function isSilence(code: CloudFailureCode): boolean {
  return silent.includes(code) || isLost(code);
}

/** After these a change may have been carried out all the same. */
export function isLost(code: CloudFailureCode): boolean {
  return lost.includes(code);
}

/** Of a change that was refused for certain. */
export function refused(failure: CloudFailure, evidence: readonly string[] = []): StepFailure {
  return new StepFailure(failure.message, { fix: failure.hint, evidence, didNothing: true });
}

const lost: readonly CloudFailureCode[] = ['timeout', 'network', 'server', 'unexpected', 'cancelled'];
const silent: readonly CloudFailureCode[] = ['rate-limited'];
