/** Which steps this deploy is to run, as far as the request alone can tell. Pure. */
import { type StepId, stepIds } from '../../model/deploy.ts';
import type { StepContext } from '../step.ts';

/** A rollback builds nothing: it begins with the template. */
const rollbackSteps: readonly StepId[] = ['template', 'pod', 'ready', 'verify', 'done'];

/** What an image needs that is made here. */
const buildingSteps: readonly StepId[] = ['build', 'try', 'push', 'tag'];

export function isAsked(
  { request, wanted, project }: Pick<StepContext, 'request' | 'wanted' | 'project'>,
  ...steps: readonly StepId[]
): boolean {
  return steps.some((step) => {
    if (wanted !== null && !rollbackSteps.includes(step)) return false;
    if (project.prebuilt !== undefined && buildingSteps.includes(step)) return false;
    if (request.skip.includes(step)) return false;
    if (request.only.length > 0) return request.only.includes(step);
    return request.from === null || stepIds.indexOf(step) >= stepIds.indexOf(request.from);
  });
}
