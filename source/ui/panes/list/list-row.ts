/** One pod as one row of the list. */
import type { IdleStop } from '../../../fleet/money.ts';
import { type PodRow, type Sort, telemetryAgeText } from '../../../fleet/questions.ts';
import { textWidth, truncateEnd, truncateMiddle } from '../../../terminal/text-width.ts';
import { conditionLooks } from '../../draw/condition-look.ts';
import { type Span, spansWidth } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import { sortArrow } from '../../draw/sort-arrow.ts';
import type { KeyWishes } from '../../keys/rebind.ts';
import { idleStopWords } from '../idle-stop-spans.ts';
import type { ListPlan } from './list-plan.ts';

/** From this width on the health column holds the whole sentence instead of its word. */
const sentenceWidth = 34;

export function rowSpans(
  row: PodRow,
  plan: ListPlan,
  {
    selected,
    focused,
    nowMs,
    marked = false,
    keyWishes = {},
    idleStop,
  }: {
    readonly selected: boolean;
    readonly focused: boolean;
    readonly nowMs: number;
    readonly marked?: boolean;
    readonly keyWishes?: KeyWishes;
    readonly idleStop?: IdleStop | undefined;
  },
): Span[] {
  const look = conditionLooks[row.condition.kind];
  const isDim = row.condition.kind === 'lost' || row.condition.kind === 'stopped';
  const spans: Span[] = [
    selected ? ['▸', focused ? 'accent' : 'dim'] : ' ',
    [look.glyph, look.role],
    marked ? ['◆', 'accent'] : ' ',
    ...cell(
      [[truncateMiddle(row.name, plan.nameWidth), selected ? 'title' : isDim ? 'dim' : 'text']],
      plan.nameWidth,
    ),
  ];
  for (const { column, width } of plan.columns)
    spans.push(' ', ...cell(clipped(column.spans(row, { width, nowMs }), width), width, column.align));
  const stopWords = idleStopWords(idleStop, { nowMs, width: plan.healthWidth, keyWishes });
  const words =
    plan.healthWidth >= sentenceWidth ? sentence(row, plan.healthWidth, nowMs) : row.condition.word;
  spans.push(' ', [
    truncateEnd(stopWords ?? words, plan.healthWidth),
    stopWords === null ? look.role : 'warn',
  ]);
  return spans;
}

/** With whose figures these are, where they are not the pod's own and there is room to say it whole. */
function sentence({ condition, told }: PodRow, width: number, nowMs: number): string {
  if (told === null) return condition.text;
  const whole = `${condition.text} Figures ${telemetryAgeText(told, nowMs)}.`;
  return textWidth(whole) <= width ? whole : condition.text;
}

/** A value that is wider than its column costs its own end, not the place of all the columns after it. */
function clipped(spans: readonly Span[], width: number): readonly Span[] {
  if (spansWidth(spans) <= width) return spans;
  const text = spans.map((span) => (typeof span === 'string' ? span : span[0])).join('');
  return [truncateEnd(text.trimStart(), width)];
}

export function headSpans(plan: ListPlan, sort: Sort, focused: boolean): Span[] {
  const title = (text: string, width: number, sortKey: string | undefined): Span => {
    if (sortKey !== sort.key) return [text, 'dim'];
    return [`${text.slice(0, Math.max(0, width - 1))}${sortArrow(sort)}`, focused ? 'accent' : 'title'];
  };
  const spans: Span[] = [
    ' ',
    ['S', 'dim'],
    ' ',
    ...cell([title('NAME', plan.nameWidth, 'name')], plan.nameWidth),
  ];
  for (const { column, width } of plan.columns)
    spans.push(' ', ...cell([title(column.title, width, column.sortKey)], width, column.align));
  spans.push(' ', title('HEALTH', plan.healthWidth, 'health'));
  return spans;
}
