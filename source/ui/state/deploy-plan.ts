/** The plan of a deploy or a rollback: asked for, read, and then the question. */
import type { DeployRequest } from '../../jobs/model/deploy.ts';
import type { DeploysSnapshot, PlanState } from '../../jobs/model/deploys.ts';
import type { Movement } from './action.ts';
import { awaitingJob } from './awaiting-job.ts';
import { movedIndex } from './movement.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import { readOnlyReason } from './power.ts';
import type { Situation } from './situation.ts';
import type { Overlay, View } from './view.ts';

export function openPlan(view: View, request: DeployRequest, { nowMs }: Situation): Outcome {
  return asking(
    { ...view, overlay: { kind: 'deploy-plan', request, top: 0, askedAtMs: nowMs } },
    { kind: 'plan-deploy', request },
  );
}

/** The answer to this request; null: it has not come, or the newest one is to another. */
export function planOf({ plan }: DeploysSnapshot, request: DeployRequest): PlanState | null {
  return plan !== null && isSameRequest(plan.request, request) ? plan : null;
}

function isSameRequest(left: DeployRequest, right: DeployRequest): boolean {
  if (left === right) return true;
  const names = Object.keys({ ...left, ...right }) as (keyof DeployRequest)[];
  return names.every((name) => JSON.stringify(left[name]) === JSON.stringify(right[name]));
}

export function movePlan(view: View, by: Movement, { planRoom }: Situation): View {
  if (view.overlay?.kind !== 'deploy-plan') return view;
  const { rows, pageRows } = planRoom;
  const count = Math.max(1, rows - pageRows + 1);
  const from = Math.min(view.overlay.top, count - 1);
  return { ...view, overlay: { ...view.overlay, top: movedIndex(from, by, { count, pageRows }) } };
}

/** Asked anew: what was wrong may have been mended. */
export function planAgain(view: View, situation: Situation): Outcome {
  return view.overlay?.kind === 'deploy-plan' ? openPlan(view, view.overlay.request, situation) : seen(view);
}

/** The same with what is not committed taken in, or left out again. */
export function planWithChanges(view: View, situation: Situation): Outcome {
  if (view.overlay?.kind !== 'deploy-plan') return seen(view);
  const request = { ...view.overlay.request, allowDirty: !view.overlay.request.allowDirty };
  const { form } = view.deploys;
  const kept = form === null ? form : { ...form, allowDirty: request.allowDirty };
  return openPlan({ ...view, deploys: { ...view.deploys, form: kept } }, request, situation);
}

/** Whether the tree has something to take in, or it has been. */
export function changesRefusal({ overlay }: View, { deploys }: Situation): string | null {
  if (overlay?.kind !== 'deploy-plan') return 'there is no plan';
  const state = planOf(deploys, overlay.request);
  const problems = state?.kind === 'ready' ? state.plan.problems : [];
  const isOffered = overlay.request.allowDirty || problems.some(({ fix }) => fix.includes('allow-dirty'));
  return isOffered ? null : 'there is nothing that is not committed';
}

/** Why it cannot be begun as it is planned; null when it can. */
export function startRefusal(view: View, request: DeployRequest, { deploys }: Situation): string | null {
  if (view.readOnly) return readOnlyReason;
  const state = planOf(deploys, request);
  if (state === null || state.kind === 'asked') return 'the plan has not come yet';
  if (state.kind === 'failed') return `there is no plan: ${state.reason}`;
  const errors = state.plan.problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0)
    return `${errors === 1 ? '1 error stands' : `${errors} errors stand`} against it: mend first`;
  const project = deploys.projects.find(({ file }) => file === request.projectFile);
  if (project?.lockedBy != null) return `${project.name} is being deployed by ${project.lockedBy}`;
  return null;
}

export function openAsk(view: View, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'deploy-plan') return seen(view);
  const reason = startRefusal(view, overlay.request, situation);
  if (reason !== null) return noticed(view, { level: 'warn', text: reason, atMs: situation.nowMs });
  return seen({ ...view, overlay: { kind: 'deploy-ask', request: overlay.request, choice: 'no' } });
}

export function answerAsk(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'deploy-ask') return seen(view);
  if (!yes) return seen({ ...view, overlay: underOf(overlay) });
  const reason = startRefusal(view, overlay.request, situation);
  if (reason === null) return startDeploy(view, overlay.request, situation);
  const back = { ...view, overlay: underOf(overlay) };
  return noticed(back, { level: 'warn', text: reason, atMs: situation.nowMs });
}

/** What stands there again when a dialog is closed by Esc. */
export function underOf(overlay: Overlay): Overlay | null {
  if (overlay.kind === 'deploy-ask')
    return { kind: 'deploy-plan', request: overlay.request, top: 0, askedAtMs: 0 };
  if (overlay.kind === 'deploy-plan' && overlay.request.mode === 'deploy') return { kind: 'deploy-form' };
  if (overlay.kind === 'deploy-confirm' && overlay.isFromForm) return { kind: 'deploy-form' };
  return null;
}

/** Its steps are shown, and the pane has the keys. */
export function startDeploy(view: View, request: DeployRequest, situation: Situation): Outcome {
  if (view.readOnly) return noticed(view, { level: 'warn', text: readOnlyReason, atMs: situation.nowMs });
  const name = projectName(request.projectFile, situation.deploys);
  const shown = awaitingJob(view, `${request.mode} of ${name}: asked`, situation);
  return asking({ ...shown, deploys: { ...shown.deploys, form: null } }, { kind: 'start-deploy', request });
}

export function projectName(file: string, { projects }: DeploysSnapshot): string {
  return projects.find((each) => each.file === file)?.name ?? file;
}
