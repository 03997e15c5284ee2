/** The last lines of each source, where so many and no more were asked for. */

/** In their order; null: all of them. */
export function lastOfEach<Line extends { readonly origin: number }>(
  lines: readonly Line[],
  most: number | null,
): readonly Line[] {
  if (most === null) return lines;
  const left = new Map<number, number>();
  for (const { origin } of lines) left.set(origin, (left.get(origin) ?? 0) + 1);
  return lines.filter(({ origin }) => {
    const behind = left.get(origin) ?? 0;
    left.set(origin, behind - 1);
    return behind <= most;
  });
}
