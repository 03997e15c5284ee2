/** The form of a deploy: its rows, what the pod will cost, and below them every choice of the row that has the keys. */
import type { KnownProject } from '../../../jobs/model/deploys.ts';
import { type Box, boxed } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { isTextRow, optionsOf, projectOf, setValue, shownRows } from '../../state/deploy-options.ts';
import type { DeployForm, FormRow } from '../../state/deploys-view.ts';
import { scrolledTop } from '../../state/movement.ts';
import { projectTrouble } from '../releases/project-lines.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { deployBoxSize } from './deploy-box-size.ts';
import { optionSpans } from './deploy-option-spans.ts';
import { priceLines } from './deploy-price-lines.ts';

const nameWidth = 9;

const rowNames: Readonly<Record<FormRow, string>> = {
  project: 'project',
  path: 'path',
  pod: 'pod',
  gpu: 'GPU',
  region: 'region',
  version: 'version',
  changes: 'changes',
};

export function deployFormOverlay(frame: Frame): Box | null {
  const { form } = frame.view.deploys;
  if (form === null) return null;
  const { width, height } = deployBoxSize(frame);
  const inner = width - 2;
  const isRoomy = height >= 20;
  const rows = shownRows(form, frame).map((row) => rowSpans(frame, form, row));
  const project = projectOf(form, frame.deploys);
  const trouble = project === null ? [] : troubleOf(project, frame, inner);
  const gap: Span[][] = isRoomy ? [[]] : [];
  const upper: (readonly Span[])[] = [
    ...gap,
    ...trouble,
    ...(trouble.length === 0 ? [] : gap),
    ...rows,
    ...gap,
    ...priceLines(frame, form),
  ];
  const room = height - 2 - upper.length - gap.length;
  const content = [...upper, ...gap, ...choiceLines(frame, form, { room, inner })];
  const wanted = Math.min(height - 2, upper.length + gap.length + 1 + mostChoices(frame, form));
  const filled = [...content, ...Array.from({ length: Math.max(0, wanted - content.length) }, () => [])];
  return boxed(frame.paint, {
    title: `Deploy · ${frame.fleet.profile}`,
    content: withinBox(filled, {
      height: height - 2,
      focused: upper.indexOf(rows[rowIndex(frame, form)] ?? []),
    }),
    size: frame.size,
    width,
  });
}

/** What is wrong with its file is told in full: on the page of releases it has one line. */
function troubleOf(
  project: KnownProject,
  { clockMs, view }: Frame,
  inner: number,
): readonly (readonly Span[])[] {
  const { problem, name, lockedBy, unfinished } = project;
  if (problem === null || lockedBy !== null || unfinished !== null)
    return projectTrouble(project, { nowMs: clockMs, keyWishes: view.keyWishes });
  const rows = wrapText(`${name}  ${problem}`, inner - 4, mostTroubleRows);
  return rows.map((row, index): Span[] => [' ', [index === 0 ? '✖ ' : '  ', 'crit'], [row, 'crit']]);
}

const mostTroubleRows = 4;

/** Of any of its rows, so that the box stays as high as it is from row to row. */
function mostChoices(frame: Frame, form: DeployForm): number {
  return Math.max(4, ...shownRows(form, frame).map((row) => optionsOf(row, form, frame).length));
}

/** On a low screen the row that has the keys is seen, whatever has to give way. */
function withinBox(
  content: readonly (readonly Span[])[],
  { height, focused }: { readonly height: number; readonly focused: number },
): readonly (readonly Span[])[] {
  const top = scrolledTop(0, { index: Math.max(0, focused), count: content.length, pageRows: height });
  return content.slice(top, top + height);
}

function rowIndex(frame: Frame, form: DeployForm): number {
  return shownRows(form, frame).indexOf(form.row);
}

function rowSpans(frame: Frame, form: DeployForm, row: FormRow): Span[] {
  const focused = form.row === row;
  const head: Span[] = [
    ' ',
    focused ? ['▸', 'accent'] : ' ',
    ' ',
    [rowNames[row].padEnd(nameWidth), focused ? 'accent' : 'dim'],
    ' ',
  ];
  if (isTextRow(row)) return [...head, ...textSpans(form, row, focused)];
  const left: Span = focused ? ['‹› ', 'accent'] : '   ';
  return [...head, left, ...optionSpans(frame, form, { row, value: setValue(row, form) })];
}

const placeholders = {
  path: 'the whole path of the project’s folder',
  version: 'automatic: by the project’s own rule; or type one',
} as const;

function textSpans(form: DeployForm, row: 'path' | 'version', focused: boolean): Span[] {
  const field = form[row];
  const hint: Span[] = field.text === '' ? [[placeholders[row], 'dim']] : [];
  return focused ? ['   ', ...fieldSpans(field, null), ...hint] : ['   ', field.text, ...hint];
}

/** Every choice of the row, the chosen one marked and in sight. */
function choiceLines(
  frame: Frame,
  form: DeployForm,
  { room, inner }: { readonly room: number; readonly inner: number },
): readonly (readonly Span[])[] {
  const { row } = form;
  if (room < 2) return [];
  if (isTextRow(row)) return helpLines(row, inner).slice(0, room);
  const options = optionsOf(row, form, frame);
  const index = Math.max(0, options.indexOf(setValue(row, form)));
  const pageRows = room - 1;
  const top = scrolledTop(Math.max(0, index - Math.floor(pageRows / 2)), {
    index,
    count: options.length,
    pageRows,
  });
  const shown = options.slice(top, top + pageRows);
  const lines = shown.map((value, at): Span[] => {
    const isChosen = top + at === index;
    return ['   ', isChosen ? ['▸ ', 'accent'] : '  ', ...optionSpans(frame, form, { row, value })];
  });
  return [ruleSpans(`${rowNames[row]}  ${index + 1} of ${options.length}`, inner), ...lines];
}

function helpLines(row: 'path' | 'version', inner: number): readonly Span[][] {
  const texts =
    row === 'path'
      ? [
          '/home/ann/app means /home/ann/app/pod-engine.yaml',
          'pod-engine init writes one, after a look at the folder',
        ]
      : [
          'of three numbers, such as 1.4.0; without a leading v',
          'one that has been used is refused by the plan',
        ];
  return [ruleSpans(rowNames[row], inner), ...texts.map((text): Span[] => ['     ', [text, 'dim']])];
}

function ruleSpans(text: string, inner: number): Span[] {
  return [[` ── ${text} ${'─'.repeat(Math.max(0, inner - text.length - 6))}`, 'faint']];
}
