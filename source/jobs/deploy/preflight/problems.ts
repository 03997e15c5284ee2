/** Problems of a deploy, made in one line. */
import type { CloudFailure } from '../../../runpod/cloud.ts';
import type { DeployProblem } from '../../model/deploy.ts';

export function errorOf(text: string, fix: string): DeployProblem {
  return { severity: 'error', text, fix };
}

export function warningOf(text: string, fix: string): DeployProblem {
  return { severity: 'warning', text, fix };
}

/** `about`: what was asked, e.g. "the registry credentials". The deploy needs the answer, so silence is an error too. */
export function cloudProblem({ message, hint }: CloudFailure, about: string): DeployProblem {
  return errorOf(`RunPod does not tell about ${about}, which this deploy needs: ${message}`, hint);
}
