/** The form of a pod: opened, moved in, filled in, and handed on to the question. */
import type { Action } from './action.ts';
import { type CreateForm, isListRow, isTextRow } from './create-form.ts';
import { createRefusal } from './create-refusal.ts';
import { choicesOf, listOf, shownRows } from './create-rows.ts';
import { problemsOf, requestOf, rowsOfFields, templateOf, typedVariable } from './create-values.ts';
import type { Handlers } from './handlers.ts';
import { changeRefusal } from './life-targets.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { nextOf } from './panes.ts';
import type { Situation } from './situation.ts';
import { selectedTableRow } from './tables.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import type { View } from './view.ts';

type CreateActionKind = Extract<Action['kind'], `create-${string}`>;

export const createHandlers: Pick<Handlers, CreateActionKind> = {
  'create-open': (view, _action, situation) => openCreate(view, situation),
  'create-on-gpu': (view, _action, situation) => openOnGpu(view, situation),
  'create-row': (view, { step }) => seen(withForm(view, stepRow(view.create, step))),
  'create-value': (view, { step }, situation) =>
    seen(withForm(view, stepValue(view.create, step, situation))),
  'create-toggle': (view, _action, situation) => seen(withForm(view, toggled(view.create, situation))),
  'create-enter': (view, _action, situation) => enterForm(view, situation),
};

/** With what was filled in the last time. What can be chosen from is read anew. */
function openCreate(view: View, situation: Situation): Outcome {
  const reason = createRefusal(view, situation);
  if (reason !== null) return noticed(view, { level: 'warn', text: reason, atMs: situation.nowMs });
  const kinds = ['gpus', 'templates', 'volumes', 'registries', 'secrets'] as const;
  return {
    view: { ...view, overlay: { kind: 'create-form' } },
    asks: kinds.map((resource) => ({ kind: 'read-resource' as const, resource })),
  };
}

/** The GPU of the selected row becomes the first wish; the others stay behind it. */
function openOnGpu(view: View, situation: Situation): Outcome {
  const row = selectedTableRow(view, situation);
  if (row === null) return openCreate(view, situation);
  const { create } = view;
  const gpus = [row.key, ...create.lists.gpus.filter((id) => id !== row.key)];
  return openCreate(withForm(view, { ...create, lists: { ...create.lists, gpus } }), situation);
}

function withForm(view: View, create: CreateForm): View {
  return { ...view, create };
}

function stepRow(form: CreateForm, step: 1 | -1): CreateForm {
  return { ...form, row: nextOf(shownRows(form), form.row, step), cursor: 0 };
}

/** The next choice; in a list, the next line of its chooser. */
function stepValue(form: CreateForm, step: 1 | -1, { resources }: Situation): CreateForm {
  const { row } = form;
  if (isTextRow(row)) return form;
  if (isListRow(row)) {
    const count = Math.max(1, listOf(row, form, resources).length);
    return { ...form, cursor: (form.cursor + step + count) % count };
  }
  const value = nextOf(choicesOf(row, resources), form.choices[row], step);
  const next = { ...form, choices: { ...form.choices, [row]: value } };
  return row === 'template' ? withTemplate(next, { resources }) : next;
}

/** Sizes and ports are taken from the template, to be seen and changed; its image where none was typed. */
function withTemplate(form: CreateForm, { resources }: Pick<Situation, 'resources'>): CreateForm {
  const template = templateOf(form, resources);
  if (template === null) return form;
  const disk = fieldOf(String(template.containerDiskGigabytes));
  const size = fieldOf(String(template.volumeGigabytes));
  return { ...form, texts: { ...form.texts, disk, size, ports: fieldOf(template.ports) } };
}

/** Wished for as the last, or no longer. */
function toggled(form: CreateForm, { resources }: Situation): CreateForm {
  const { row } = form;
  if (!isListRow(row)) return form;
  const id = listOf(row, form, resources)[form.cursor];
  if (id === undefined) return form;
  const before = form.lists[row];
  const after = before.includes(id) ? before.filter((each) => each !== id) : [...before, id];
  return { ...form, lists: { ...form.lists, [row]: after } };
}

export function editCreate(view: View, edit: TextEdit): View {
  const form = view.create;
  const { row } = form;
  if (!isTextRow(row)) return view;
  const before = form.texts[row];
  // An empty row of variables gives the last one back, to be changed or taken away.
  if (row === 'environment' && before.text === '' && edit.kind === 'delete-before')
    return withForm(view, lastVariableBack(form));
  return withForm(view, { ...form, texts: { ...form.texts, [row]: editText(before, edit) } });
}

function lastVariableBack(form: CreateForm): CreateForm {
  const entries = Object.entries(form.variables);
  const last = entries.at(-1);
  if (last === undefined) return form;
  const variables = Object.fromEntries(entries.slice(0, -1));
  return { ...form, variables, texts: { ...form.texts, environment: fieldOf(last.join('=')) } };
}

/** Takes a typed variable in; else goes on to the question, or to the first row that stands against it. */
function enterForm(view: View, situation: Situation): Outcome {
  const form = view.create;
  const { resources, nowMs } = situation;
  const problems = problemsOf(form, resources);
  const typed = typedVariable(form.texts.environment.text.trim());
  if (form.row === 'environment' && form.texts.environment.text.trim() !== '') {
    const wrong = problems.find(({ field }) => field === 'environment');
    if (wrong !== undefined || typed === null)
      return noticed(view, {
        level: 'warn',
        text: `${wrong?.text ?? ''} ${wrong?.fix ?? ''}`.trim(),
        atMs: nowMs,
      });
    return seen(withForm(view, takenIn(form, typed)));
  }
  const [first] = problems;
  if (first === undefined)
    return seen({
      ...view,
      overlay: { kind: 'create-ask', request: requestOf(form, resources), choice: 'no' },
    });
  const row = rowsOfFields[first.field];
  const focused = shownRows(form).includes(row) ? row : form.row;
  const judged = withForm(view, { ...form, row: focused, cursor: 0, isJudged: true });
  return noticed(judged, { level: 'warn', text: `${first.text} ${first.fix}`, atMs: nowMs });
}

function takenIn(form: CreateForm, typed: Readonly<Record<string, string>>): CreateForm {
  const texts = { ...form.texts, environment: fieldOf('') };
  return { ...form, texts, variables: { ...form.variables, ...typed } };
}

/** The form stays as it is: where no GPU can be had, the next wish is a few keys away. */
export function answerCreate(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'create-ask') return seen(view);
  if (!yes) return seen({ ...view, overlay: { kind: 'create-form' } });
  const reason = changeRefusal(view);
  if (reason !== null)
    return noticed({ ...view, overlay: null }, { level: 'warn', text: reason, atMs: situation.nowMs });
  const text = `${overlay.request.name}: asked for; the console's output says what comes of it`;
  return {
    view: { ...view, overlay: null, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'create-pod', request: overlay.request }],
  };
}
