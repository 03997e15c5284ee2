/** The deploy form: opened, moved in, filled in, and handed on to the plan. */
import {
  fileOf,
  formOf,
  isTextRow,
  optionsOf,
  projectOf,
  requestOf,
  setValue,
  shownRows,
  withValue,
} from './deploy-options.ts';
import { openPlan } from './deploy-plan.ts';
import type { DeployForm } from './deploys-view.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import { nextOf } from './panes.ts';
import { frozenReason, readOnlyReason } from './power.ts';
import type { Situation } from './situation.ts';
import { editText, type TextEdit } from './text-field.ts';
import type { View } from './view.ts';

/** Why nothing can be deployed from here; null when it can. */
export function deployRefusal({ readOnly, frozen }: View): string | null {
  if (readOnly) return readOnlyReason;
  return frozen === null ? null : frozenReason;
}

/** With what was chosen the last time, as long as it was not begun. */
export function openForm(view: View, situation: Situation): Outcome {
  const reason = deployRefusal(view);
  if (reason !== null) return noticed(view, { level: 'warn', text: reason, atMs: situation.nowMs });
  const selectedPodId = view.list.selectedId;
  const { projects } = situation.deploys;
  const kept = view.deploys.form;
  const isKnown = kept !== null && (kept.projectFile === null || projectOf(kept, situation.deploys) !== null);
  const first = meantProject(view, situation);
  const fresh = formOf(first ?? projects[0]?.file ?? null, { selectedPodId });
  const opened: DeployForm = fresh.projectFile === null ? { ...fresh, row: 'path' } : fresh;
  const form = isKnown ? { ...kept, selectedPodId } : opened;
  return asking(withForm(view, settled(form, situation)), { kind: 'read-deploys' });
}

/** On the page of releases that of the selected one; else the one whose release runs on the selected pod. */
function meantProject(view: View, { deploys }: Situation): string | null {
  const podId = view.list.selectedId;
  const selected = view.page === 'deploys' ? view.deploys.selectedKey : null;
  const found = deploys.projects.find(
    ({ file, running }) =>
      selected?.endsWith(` ${file}`) === true ||
      (selected === null && podId !== null && running?.podIds.includes(podId) === true),
  );
  return found?.file ?? null;
}

function withForm(view: View, form: DeployForm): View {
  return { ...view, overlay: { kind: 'deploy-form' }, deploys: { ...view.deploys, form } };
}

/** A row or a choice that is no longer there gives way to the first. */
function settled(form: DeployForm, facts: Situation): DeployForm {
  const rows = shownRows(form, facts);
  const options = optionsOf('pod', form, facts);
  return {
    ...form,
    row: rows.includes(form.row) ? form.row : 'project',
    pod: options.includes(form.pod) ? form.pod : (options[0] ?? form.pod),
  };
}

export function stepRow(view: View, step: 1 | -1, situation: Situation): Outcome {
  const { form } = view.deploys;
  if (form === null) return seen(view);
  const row = nextOf(shownRows(form, situation), form.row, step);
  return seen(withForm(view, { ...form, row }));
}

export function stepValue(view: View, step: 1 | -1, situation: Situation): Outcome {
  const { form } = view.deploys;
  if (form === null || isTextRow(form.row)) return seen(view);
  const { row } = form;
  const value = nextOf(optionsOf(row, form, situation), setValue(row, form), step);
  return seen(withForm(view, settled({ ...withValue(form, row, value), row }, situation)));
}

export function editForm(view: View, edit: TextEdit): View {
  const { form } = view.deploys;
  if (form === null || !isTextRow(form.row)) return view;
  return withForm(view, { ...form, [form.row]: editText(form[form.row], edit) });
}

/** Why there is nothing to plan yet; null when there is. */
export function planRefusal(form: DeployForm, situation: Situation): string | null {
  const project = projectOf(form, situation.deploys);
  if (project?.problem != null) return `${project.name} cannot be deployed: its file has a mistake`;
  if (form.projectFile !== null) return null;
  const path = fileOf(form);
  if (path === '') return 'no project is chosen: type the path of its folder';
  return path.startsWith('/') ? null : `“${path}” does not begin with a slash: the whole path is wanted`;
}

export function planForm(view: View, situation: Situation): Outcome {
  const { form } = view.deploys;
  if (form === null) return seen(view);
  const reason = planRefusal(form, situation);
  if (reason !== null) return noticed(view, { level: 'warn', text: reason, atMs: situation.nowMs });
  return openPlan(view, requestOf(form, situation), situation);
}
