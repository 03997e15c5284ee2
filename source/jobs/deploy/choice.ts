/** Which steps of a deploy run, which are left out, and what each needs of those before it. Pure. */
import { type DeployRequest, type StepId, stepIds } from '../model/deploy.ts';

export type Choice = {
  /** In their order, left out or not. */
  readonly ids: readonly StepId[];
  /** Why, e.g. "--skip test"; a step that runs is not in it. */
  readonly leftOut: ReadonlyMap<StepId, string>;
};

/** The image of a rollback is there already. */
const rollbackIds: readonly StepId[] = ['preflight', 'template', 'pod', 'ready', 'verify', 'done'];

export function chooseSteps({ mode, only, from, skip }: DeployRequest): Choice {
  const ids = mode === 'rollback' ? rollbackIds : stepIds;
  const first = from === null ? 0 : stepIds.indexOf(from);
  const leftOut = new Map<StepId, string>();
  for (const id of ids) {
    if (skip.includes(id)) leftOut.set(id, `--skip ${id}`);
    else if (only.length > 0 && !only.includes(id)) leftOut.set(id, `--only ${only.join(',')}`);
    else if (stepIds.indexOf(id) < first) leftOut.set(id, `--from ${from}`);
  }
  return { ids, leftOut };
}

/** Whose facts a step goes on from. */
export const needs: Readonly<Record<StepId, readonly StepId[]>> = {
  preflight: [],
  test: [],
  build: ['preflight'],
  try: ['preflight', 'build'],
  push: ['preflight', 'build'],
  tag: ['preflight'],
  template: ['preflight', 'push'],
  pod: ['preflight', 'push', 'template'],
  ready: ['preflight', 'pod'],
  verify: ['preflight', 'pod'],
  done: ['preflight', 'push', 'pod'],
};

/** The step that needs one that is left out and left nothing. */
export type Missing = { readonly step: StepId; readonly needed: StepId; readonly why: string };

/** @param has Whether the facts of that step are known, or may be once it was its turn. */
export function missingFor({ leftOut }: Choice, step: StepId, has: (id: StepId) => boolean): Missing | null {
  if (leftOut.has(step)) return null;
  const needed = needs[step].find((id) => !has(id));
  return needed === undefined ? null : { step, needed, why: leftOut.get(needed) ?? 'it did not run' };
}

export function missingText({ step, needed, why }: Missing, reason: string): string {
  return `The step "${step}" goes on from what "${needed}" makes, which is left out (${why}): ${reason}`;
}
