/** The question before something that an account holds is deleted: its name has to be typed. */
import type { EndableKind } from '../../life/resource-losses.ts';
import { changeRefusal } from './life-targets.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import { selectedTableRow } from './tables.ts';
import type { TableId } from './tables-view.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import { wordFor } from './typed-word.ts';
import type { EndQuestion, View } from './view.ts';

/** What stands in the table's row: of a key its comment, or its fingerprint where it has none. */
export function openEnding(view: View, situation: Situation): Outcome {
  const reason = endingRefusal(view, situation);
  const resource = endableOf(view.tables.id);
  const row = selectedTableRow(view, situation);
  if (reason !== null || resource === null || row === null)
    return noticed(view, {
      level: 'warn',
      text: reason ?? 'there is no row to delete',
      atMs: situation.nowMs,
    });
  const name = nameOf(resource, row.key, situation);
  const overlay: EndQuestion = { kind: 'end', resource, id: row.key, name, typed: fieldOf('') };
  return seen({ ...view, overlay });
}

/** null: the selected row may be deleted. */
export function endingRefusal(view: View, situation: Situation): string | null {
  const barred = changeRefusal(view);
  if (barred !== null) return barred;
  return selectedTableRow(view, situation) === null ? 'there is no row to delete' : null;
}

/** null: a table of what the account does not hold. */
export function endableOf(id: TableId): EndableKind | null {
  return endable.find((each) => each === id) ?? null;
}

const endable: readonly EndableKind[] = ['templates', 'volumes', 'registries', 'keys', 'secrets'];

function nameOf(resource: EndableKind, id: string, { resources }: Situation): string {
  const name =
    resource === 'keys'
      ? resources.keys.rows?.find(({ fingerprint }) => fingerprint === id)?.comment
      : resources[resource].rows?.find((row) => row.id === id)?.name;
  return name === undefined ? id : wordFor({ name, id });
}

export function isEndingTyped({ typed, name }: EndQuestion): boolean {
  return typed.text.trim() === name;
}

export function editEnding(view: View, question: EndQuestion, edit: TextEdit): View {
  return { ...view, overlay: { ...question, typed: editText(question.typed, edit) } };
}

/** Enter does nothing until the name is right. */
export function enterEnding(view: View, question: EndQuestion, situation: Situation): Outcome {
  if (!isEndingTyped(question)) return seen(view);
  const closed: View = { ...view, overlay: null };
  const reason = changeRefusal(view);
  if (reason !== null) return noticed(closed, { level: 'warn', text: reason, atMs: situation.nowMs });
  const { resource, id, name } = question;
  return { view: closed, asks: [{ kind: 'end-resource', resource, id, name }] };
}
