/** What each row of the deploy form can be set to, and what it is set to. */
import type { Fleet } from '../../fleet/fleet.ts';
import type { DeployRequest, DeployTarget } from '../../jobs/model/deploy.ts';
import type { DeploysSnapshot, KnownProject } from '../../jobs/model/deploys.ts';
import { anyRegion, asProject, type DeployForm, type FormRow } from './deploys-view.ts';
import { fieldOf } from './text-field.ts';

export type FormFacts = { readonly deploys: DeploysSnapshot; readonly fleet: Fleet };

/** The value of the row of projects that asks for a path. */
export const typedPath = '';

export function projectOf({ projectFile }: DeployForm, { projects }: DeploysSnapshot): KnownProject | null {
  return projectFile === null ? null : (projects.find(({ file }) => file === projectFile) ?? null);
}

/** In their order; what does not apply is left out. Rows of text have none to choose from. */
export function shownRows(form: DeployForm, facts: FormFacts): readonly FormRow[] {
  const rents = targetKind(form, facts) !== 'in-place';
  return [
    'project',
    ...(form.projectFile === null ? (['path'] as const) : []),
    'pod',
    ...(rents ? (['gpu', 'region'] as const) : []),
    'version',
    ...(needsChanges(form, facts.deploys) ? (['changes'] as const) : []),
  ];
}

/** Asked for only where a plan of the project has said that its tree is not clean. */
function needsChanges(form: DeployForm, { plan }: DeploysSnapshot): boolean {
  if (form.allowDirty) return true;
  if (plan?.kind !== 'ready' || plan.request.projectFile !== fileOf(form)) return false;
  return plan.plan.problems.some(({ fix }) => fix.includes('allow-dirty'));
}

export function isTextRow(row: FormRow): row is 'path' | 'version' {
  return row === 'path' || row === 'version';
}

export function optionsOf(row: FormRow, form: DeployForm, facts: FormFacts): readonly string[] {
  const { deploys } = facts;
  switch (row) {
    case 'project':
      return [...deploys.projects.map(({ file }) => file), typedPath];
    case 'pod':
      return podOptions(form, facts);
    case 'gpu':
      return [asProject, ...gpuTypes(projectOf(form, deploys), deploys)];
    case 'region':
      return [asProject, anyRegion, ...(deploys.dataCentres ?? []).map(({ id }) => id)];
    case 'changes':
      return ['no', 'yes'];
    case 'path':
    case 'version':
      return [];
  }
}

export function setValue(row: FormRow, form: DeployForm): string {
  switch (row) {
    case 'project':
      return form.projectFile ?? typedPath;
    case 'changes':
      return form.allowDirty ? 'yes' : 'no';
    case 'path':
      return form.path.text;
    case 'version':
      return form.version.text;
    case 'pod':
    case 'gpu':
    case 'region':
      return form[row];
  }
}

export function withValue(form: DeployForm, row: FormRow, value: string): DeployForm {
  if (row === 'project') return formOf(value === typedPath ? null : value, form);
  if (row === 'changes') return { ...form, allowDirty: value === 'yes' };
  return isTextRow(row) ? { ...form, [row]: fieldOf(value) } : { ...form, [row]: value };
}

/** As it stands for a project that has just been chosen. */
export function formOf(
  projectFile: string | null,
  kept: Pick<DeployForm, 'selectedPodId'> & Partial<Pick<DeployForm, 'path'>>,
): DeployForm {
  return {
    row: 'project',
    projectFile,
    path: kept.path ?? fieldOf(''),
    selectedPodId: kept.selectedPodId,
    pod: asProject,
    gpu: asProject,
    region: asProject,
    version: fieldOf(''),
    allowDirty: false,
  };
}

/** Those that the project wishes for first. */
function gpuTypes(project: KnownProject | null, { gpus }: DeploysSnapshot): readonly string[] {
  return [...new Set([...(project?.gpuTypeIds ?? []), ...(gpus?.choices ?? []).map(({ typeId }) => typeId)])];
}

function podOptions(form: DeployForm, facts: FormFacts): readonly string[] {
  const beside = candidates(form, facts).flatMap((id) => [`in-place ${id}`, `blue-green ${id}`]);
  return [asProject, 'new', ...beside];
}

/** The pods of the release that runs, then the one that was selected; those that the API can change. */
function candidates(form: DeployForm, { deploys, fleet }: FormFacts): readonly string[] {
  const ids = [...(projectOf(form, deploys)?.running?.podIds ?? []), form.selectedPodId];
  return [...new Set(ids)].flatMap((id) => {
    const pod = id === null ? undefined : fleet.pods.get(id)?.pod;
    return pod === undefined || pod.provider === 'ssh' || pod.state.kind === 'terminated' ? [] : [pod.id];
  });
}

/** null: as the project says. */
export function targetOf(option: string): DeployTarget | null {
  const [kind = '', podId = ''] = option.split(' ');
  if (kind === 'new') return { kind };
  return kind === 'in-place' || kind === 'blue-green' ? { kind, podId } : null;
}

/** What will become of which pod, where the project says it too. null: a project that nobody has read yet. */
export function plannedTarget(form: DeployForm, { deploys }: FormFacts): DeployTarget | null {
  const chosen = targetOf(form.pod);
  const project = projectOf(form, deploys);
  if (chosen !== null || project === null) return chosen;
  const podId = project.running?.podIds[0];
  if (podId === undefined || project.strategy === 'new') return { kind: 'new' };
  return { kind: project.strategy, podId };
}

function targetKind(form: DeployForm, facts: FormFacts): DeployTarget['kind'] | null {
  return plannedTarget(form, facts)?.kind ?? null;
}

/** Absolute path of the project's file; a folder's is the one in it. */
export function fileOf({ projectFile, path }: DeployForm): string {
  if (projectFile !== null) return projectFile;
  const typed = path.text.trim();
  return typed === '' || /\.ya?ml$/.test(typed) ? typed : `${typed.replace(/\/+$/, '')}/pod-engine.yaml`;
}

export function requestOf(form: DeployForm, facts: FormFacts): DeployRequest {
  const rents = targetKind(form, facts) !== 'in-place';
  const { gpu, region } = form;
  return {
    mode: 'deploy',
    projectFile: fileOf(form),
    target: targetOf(form.pod),
    gpuTypeIds: gpu === asProject || !rents ? null : [gpu],
    dataCentreIds: region === asProject || !rents ? null : region === anyRegion ? [] : [region],
    version: form.version.text.trim().replace(/^v(?=\d)/, '') || null,
    allowDirty: form.allowDirty,
    ...{ only: [], from: null, skip: [], isForced: false, releaseId: null, deployId: null },
  };
}
