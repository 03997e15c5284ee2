/** The rule above a pane: its title on the left, its figures on the right, marked while the pane has the keys. */
import { truncateMiddle } from '../../terminal/text-width.ts';
import type { Paint, Span } from './paint.ts';
import { spansWidth } from './paint.ts';

export type TitleLine = {
  readonly title: string;
  readonly right?: readonly Span[];
  readonly focused: boolean;
  /** Columns where a vertical rule ends on this one. */
  readonly joints?: readonly number[];
};

export function titleLine(paint: Paint, width: number, { title, right, focused, joints }: TitleLine): string {
  const head: Span[] = [
    ['─', 'faint'],
    [focused ? '▸' : '─', focused ? 'accent' : 'faint'],
    ' ',
    [truncateMiddle(title, width - 5), focused ? 'accent' : 'title'],
    ' ',
  ];
  const tail: Span[] = right === undefined || right.length === 0 ? [] : [' ', ...right, ' ', ['──', 'faint']];
  const room = width - spansWidth(head) - spansWidth(tail);
  const fits = room >= 1;
  const from = spansWidth(head);
  const rule = ruleText(fits ? room : width - from, { from, joints: joints ?? [] });
  return paint.line(fits ? [...head, [rule, 'faint'], ...tail] : [...head, [rule, 'faint']], width);
}

function ruleText(
  length: number,
  { from, joints }: { readonly from: number; readonly joints: readonly number[] },
): string {
  let text = '';
  for (let column = from; column < from + length; column++) text += joints.includes(column) ? '┴' : '─';
  return text;
}
