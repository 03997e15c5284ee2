/** The form of a pod: its rows, what can be chosen in the row that has the keys, and what the pod would cost. */
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { type CreateForm, type CreateRow, isListRow, isTextRow } from '../../state/create-form.ts';
import { shownRows } from '../../state/create-rows.ts';
import { problemsOf, rowsOfFields } from '../../state/create-values.ts';
import { scrolledTop } from '../../state/movement.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { choiceLines } from './create-choice-lines.ts';
import { createPriceLine } from './create-price-line.ts';
import { choiceSpans, listSpans, placeholders, rowNames, units } from './create-row-texts.ts';
import { deployBoxSize } from './deploy-box-size.ts';

const nameWidth = 12;

export function createFormOverlay(frame: Frame): Box {
  const form = frame.view.create;
  const { width, height } = deployBoxSize(frame);
  const inner = width - 2;
  const rows = shownRows(form);
  const wrong = wrongLines(frame, form, inner);
  const fixed = 1 + wrong.length;
  const least = Math.max(3, Math.min(10, Math.floor((height - 2) / 3)));
  const rowRoom = Math.max(3, Math.min(rows.length, height - 2 - fixed - least));
  const index = Math.max(0, rows.indexOf(form.row));
  const top = scrolledTop(Math.max(0, index - Math.floor(rowRoom / 2)), {
    index,
    count: rows.length,
    pageRows: rowRoom,
  });
  const lines = rows.slice(top, top + rowRoom).map((row) => rowSpans(frame, form, row));
  const room = height - 2 - fixed - lines.length;
  const choices = choiceLines(frame, form, { room, inner });
  const gap = Array.from(
    { length: Math.max(0, Math.min(room, leastBelow) - choices.length) },
    (): Span[] => [],
  );
  return boxed(frame.paint, {
    title: `New pod · ${frame.fleet.profile}${rows.length > rowRoom ? ` · row ${index + 1} of ${rows.length}` : ''}`,
    content: [...lines, ...choices, ...gap, ...wrong, createPriceLine(frame, form)],
    size: frame.size,
    width,
  });
}

/** So that the box does not jump from row to row, where there is room for that. */
const leastBelow = 12;

function rowSpans(frame: Frame, form: CreateForm, row: CreateRow): Span[] {
  const focused = form.row === row;
  const isWrong = form.isJudged && problemsOfRow(frame, form, row).length > 0;
  const head: Span[] = [
    isWrong ? ['✖', 'crit'] : ' ',
    focused ? ['▸', 'accent'] : ' ',
    ' ',
    [rowNames[row].padEnd(nameWidth), focused ? 'accent' : isWrong ? 'crit' : 'dim'],
    ' ',
  ];
  const arrows: Span = focused && !isTextRow(row) ? ['‹› ', 'accent'] : '   ';
  if (!isTextRow(row))
    return [
      ...head,
      arrows,
      ...(isListRow(row)
        ? listSpans(row, form, frame)
        : choiceSpans(row, form.choices[row], frame.resources)),
    ];
  const { text } = form.texts[row];
  const taken = row === 'environment' ? takenSpans(form) : [];
  const hint: Span[] =
    text === '' && taken.length === 0
      ? [[`${placeholders[row]}${row === 'environment' ? `; ${takesIn(frame)}` : ''}`, 'dim']]
      : units[row] === undefined || text === ''
        ? []
        : [[` ${units[row]}`, 'dim']];
  return [...head, arrows, ...taken, ...(focused ? fieldSpans(form.texts[row], null) : [text]), ...hint];
}

/** The key that goes on to the plan is another's in this row as long as something is typed there. */
function takesIn({ view }: Frame): string {
  return `${keyOf('create.enter', view, { plain: true })} takes it in`;
}

/** Of variables the names alone: the values have been looked at, and may be long. */
function takenSpans({ variables }: CreateForm): Span[] {
  const names = Object.keys(variables);
  if (names.length === 0) return [];
  const shown = names.slice(-3).join(' ');
  return [[names.length > 3 ? `${names.length - 3} more, ${shown}` : shown, 'title'], '  '];
}

function problemsOfRow({ resources }: Frame, form: CreateForm, row: CreateRow) {
  return problemsOf(form, resources).filter(({ field }) => rowsOfFields[field] === row);
}

/** What stands against the row that has the keys; before Enter was pressed only what is refused for its own sake. */
function wrongLines(frame: Frame, form: CreateForm, inner: number): Span[][] {
  if (!form.isJudged && form.row !== 'environment') return [];
  const [problem] = problemsOfRow(frame, form, form.row);
  if (problem === undefined) return [];
  if (!form.isJudged && !form.texts.environment.text.includes('=')) return [];
  return wrapText(`${problem.text} ${problem.fix}`, inner - 4, 2).map((row, at): Span[] => [
    ' ',
    [at === 0 ? '✖ ' : '  ', 'crit'],
    [row, 'crit'],
  ]);
}
