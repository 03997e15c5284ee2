/** A box drawn over the panes: rounded corners, its title in the upper edge. */
import { truncateEnd, truncateMiddle } from '../../terminal/text-width.ts';
import type { Rect } from '../layout/rect.ts';
import type { Size } from '../layout/request.ts';
import { type Paint, type Span, spansWidth } from './paint.ts';
import { cell } from './rows.ts';

export type Box = { readonly rect: Rect; readonly lines: readonly string[] };

export function boxed(
  paint: Paint,
  {
    title,
    content,
    size,
    width,
  }: {
    readonly title: string;
    readonly content: readonly (readonly Span[])[];
    readonly size: Size;
    readonly width: number;
  },
): Box {
  const outer = Math.min(width, size.columns);
  const inner = outer - 2;
  const shown = content.slice(0, Math.max(0, size.rows - 2));
  // A long name gives way in its middle, so that the edge and what stands after the name are kept.
  const head: Span[] = [['╭─ ', 'faint'], [truncateMiddle(title, outer - 5), 'accent'], ' '];
  const top: Span[] = [...head, [`${'─'.repeat(Math.max(0, outer - spansWidth(head) - 1))}╮`, 'faint']];
  const rows = shown.map((spans): Span[] => [['│', 'faint'], ...cut(spans, inner), ['│', 'faint']]);
  const bottom: Span[] = [[`╰${'─'.repeat(inner)}╯`, 'faint']];
  const lines = [top, ...rows, bottom].map((spans) => paint.line(spans, outer));
  return {
    lines,
    rect: {
      left: Math.floor((size.columns - outer) / 2),
      top: Math.max(0, Math.floor((size.rows - lines.length) / 2)),
      width: outer,
      height: lines.length,
    },
  };
}

/** Content that is too wide must not push the right edge out. */
function cut(spans: readonly Span[], width: number): Span[] {
  const kept: Span[] = [];
  let left = width;
  for (const span of spans) {
    const wide = spansWidth([span]);
    if (wide > left) {
      kept.push(truncated(span, left));
      left = 0;
      break;
    }
    kept.push(span);
    left -= wide;
  }
  return cell(kept, width);
}

function truncated(span: Span, width: number): Span {
  return typeof span === 'string' ? truncateEnd(span, width) : [truncateEnd(span[0], width), span[1]];
}
