/** How each figure of the selected pod is known. */
import type { MoneyFigure } from '../../money/figure.ts';
import type { PodMoney } from '../../money/pod-money.ts';
import { activityText, sourceText } from '../../money/wording.ts';
import type { Span } from '../draw/paint.ts';
import { cell } from '../draw/rows.ts';
import type { TableFacts } from './table.ts';

export function costExplained(pod: PodMoney, { nowMs }: TableFacts): readonly (readonly Span[])[] {
  const line = (word: string, figure: MoneyFigure): readonly Span[] => [
    ' ',
    ...cell([[word, 'dim']], 13),
    ...cell([[figure.dollars === null ? '' : amountText(figure.dollars), 'text']], 12, 'right'),
    '  ',
    [sourceText(figure, nowMs), 'dim'],
  ];
  return [
    [],
    [' ', [pod.name, 'title'], '  ', [activityText(pod, nowMs), 'text']],
    line('an hour', pod.perHour),
    line('today', pod.today),
    line('month', pod.month),
    line('wasted today', pod.wastedToday),
    line('storage/h', pod.storagePerHour),
  ];
}

/** A disk costs a few tenths of a cent an hour, which is not nothing. */
function amountText(dollars: number): string {
  return `$${dollars.toFixed(Math.abs(dollars) >= 1 ? 2 : 4)}`;
}
