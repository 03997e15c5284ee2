/** Rows put together from pieces: left and right ends, columns, titles, what fits. */
import { type Span, spansWidth } from './paint.ts';

export type Align = 'left' | 'right';

/** The spans in exactly `width` cells; what is too long is left for the row to cut. */
export function cell(spans: readonly Span[], width: number, align: Align = 'left'): Span[] {
  const room = ' '.repeat(Math.max(0, width - spansWidth(spans)));
  return align === 'left' ? [...spans, room] : [room, ...spans];
}

/** `left` and `right` at the two ends of `width` cells; the left end gives way. */
export function ends(left: readonly Span[], right: readonly Span[], width: number): Span[] {
  const gap = width - spansWidth(left) - spansWidth(right);
  return gap >= 1 ? [...left, ' '.repeat(gap), ...right] : [...left];
}

export type Item = {
  readonly spans: readonly Span[];
  /** The greatest goes first when there is no room. */
  readonly rank: number;
};

/** The items that fit, in their order, with `separator` between them: whole items only. */
export function fitItems(items: readonly Item[], width: number, separator: Span): Span[] {
  return fitEnds({ left: items, right: [] }, width, separator);
}

/** The same for items at both ends of a row of `width` cells, which compete for its room. */
export function fitEnds(
  sides: { readonly left: readonly Item[]; readonly right: readonly Item[] },
  width: number,
  separator: Span,
): Span[] {
  let left = sides.left.filter(isPresent);
  let right = sides.right.filter(isPresent);
  const widthOf = widthOfItems([...left, ...right], separator);
  for (;;) {
    const gap = right.length === 0 ? 0 : 1;
    const items = [...left, ...right];
    if (items.length === 0 || widthOf(left) + gap + widthOf(right) <= width) break;
    const worst = items.reduce((found, item) => (item.rank > found.rank ? item : found));
    left = left.filter((item) => item !== worst);
    right = right.filter((item) => item !== worst);
  }
  const leftSpans = joined(left, separator);
  return right.length === 0 ? leftSpans : ends(leftSpans, joined(right, separator), width);
}

function isPresent({ spans }: Item): boolean {
  return spans.length > 0;
}

/** The width of some of the items with separators between them; each is measured once. */
function widthOfItems(items: readonly Item[], separator: Span): (some: readonly Item[]) => number {
  const widths = new Map(items.map((item) => [item, spansWidth(item.spans)]));
  const between = spansWidth([separator]);
  return (some) =>
    some.reduce((total, item) => total + (widths.get(item) ?? 0), between * Math.max(0, some.length - 1));
}

function joined(items: readonly Item[], separator: Span): Span[] {
  return items.flatMap((item, index) => (index === 0 ? item.spans : [separator, ...item.spans]));
}
