/** The console's own lines as rows of the output pane: a long one, such as why no pod could be rented, over several. */
import type { OutputLine } from '../../fleet/fleet.ts';
import { textWidth } from '../../terminal/text-width.ts';
import { type Span, spansWidth } from '../draw/paint.ts';
import { wrapText } from '../draw/wrap.ts';
import type { Frame } from '../frame.ts';
import type { Rect } from '../layout/rect.ts';
import { outputIndex } from '../state/streams.ts';
import { ownLineSpans } from './own-line-spans.ts';

export type OutputPlace = {
  readonly output: readonly OutputLine[];
  /** The lowest line that is shown; null: the newest. */
  readonly outputId: number | null;
  readonly width: number;
  readonly pageRows: number;
};

/** Under the title of the pane. */
export function outputPlace({ fleet, view }: Frame, { width, height }: Rect): OutputPlace {
  return { output: fleet.output, outputId: view.outputId, width, pageRows: Math.max(0, height - 1) };
}

/** The rows that are shown, the oldest first, and how many lines are seen whole. */
export function ownOutputRows(place: OutputPlace): {
  readonly rows: readonly Span[][];
  readonly lineCount: number;
} {
  const { output, outputId, pageRows } = place;
  const newest = output.length - 1;
  const lowest = outputId === null ? newest : Math.max(outputIndex(outputId, output), lowestAtTop(place));
  const rows: Span[][] = [];
  let lineCount = 0;
  for (let at = lowest; at >= 0 && rows.length < pageRows; at -= 1) {
    rows.unshift(...rowsAt(place, at));
    if (rows.length <= pageRows) lineCount += 1;
  }
  for (let at = lowest + 1; at < output.length && rows.length < pageRows; at += 1) {
    const room = pageRows - rows.length;
    rows.push(...rowsAt(place, at).slice(0, room));
  }
  // What does not fit of the uppermost line is left out at its beginning.
  return { rows: rows.slice(Math.max(0, rows.length - pageRows)), lineCount };
}

/** Which line is the lowest that is seen whole where the oldest stands at the top: further up there is nothing. */
export function lowestAtTop(place: OutputPlace): number {
  const { output, pageRows } = place;
  let rowCount = 0;
  for (let at = 0; at < output.length; at += 1) {
    rowCount += rowsAt(place, at).length;
    if (rowCount > pageRows) return Math.max(0, at - 1);
  }
  return output.length - 1;
}

const mostRowsOfLine = 10;
/** Of a narrower text nothing can be read over several rows. */
const leastTextWidth = 12;

/** No line is higher than the pane, so that the beginning of each can be seen. */
function rowsAt({ output, width, pageRows }: OutputPlace, at: number): readonly Span[][] {
  const line = output[at];
  if (line === undefined) return [];
  const margin = spansWidth(ownLineSpans({ ...line, text: '' }));
  const room = Math.max(leastTextWidth, width - margin);
  if (textWidth(line.text) <= room) return [ownLineSpans(line)];
  const texts = wrapText(line.text, room, Math.max(1, Math.min(mostRowsOfLine, pageRows)));
  const [, ...rest] = texts;
  const role = ownLineSpans(line).at(-1);
  return [
    ownLineSpans({ ...line, text: texts[0] ?? '' }),
    ...rest.map((text): Span[] => [' '.repeat(margin), styledAs(role, text)]),
  ];
}

function styledAs(span: Span | undefined, text: string): Span {
  return typeof span === 'object' ? [text, span[1]] : text;
}
