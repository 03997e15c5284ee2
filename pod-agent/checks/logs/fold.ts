/** Lines that differ only in numbers, ids and names become one pattern, so that they can be counted. */
import { redactedLine } from '../redact.ts';

/** E.g. `*3 open() "/srv/a.js" failed` and `*9 open() "/srv/b.js" failed` both become `*N open() "…" failed`. */
export function folded(line: string): string {
  return redactedLine(line, 400)
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, 'ID')
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, 'TIME')
    .replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, 'ADDRESS')
    .replaceAll(/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/gi, 'ID')
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\d+/g, 'N')
    .slice(0, 160);
}

/** `/models/8f3a…/1234` becomes `/models/ID/N`. */
export function foldedPath(path: string): string {
  return redactedLine(path, 200)
    .split('/')
    .map((part) => {
      if (/^\d+$/.test(part)) return 'N';
      return /^(?=.*\d)[0-9a-f-]{12,}$/i.test(part) ? 'ID' : part;
    })
    .join('/')
    .slice(0, 100);
}

export type Counted = { readonly text: string; readonly count: number };

/** The commonest first; of equal ones in the order in which they came. */
export function mostCommon(texts: readonly string[], limit: number): readonly Counted[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((left, right) => right.count - left.count)
    .slice(0, limit);
}
