/** The filter of the logs while it is typed. */
import type { Span } from '../../draw/paint.ts';
import { ends } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { numberText } from './logs-title.ts';

export function logFilterLine({ view, logs }: Frame, width: number): Span[] {
  const { field, contextLines } = view.logs.filter;
  if (field === null) return [];
  const { filterProblem, matchCount, isSearching } = logs;
  const right: Span[] =
    filterProblem !== null
      ? [[filterProblem, 'crit'], ' ']
      : matchCount === null
        ? [['text  /pattern/  !without', 'faint'], ' ']
        : [
            [
              `${numberText(matchCount)} ${isSearching ? 'so far' : matchCount === 1 ? 'line' : 'lines'}`,
              'dim',
            ],
            ' ',
          ];
  const name = contextLines > 0 ? 'filter with context &' : 'filter /';
  return ends([' ', [name, 'accent'], ...fieldSpans(field, filterProblem === null ? null : 0)], right, width);
}
