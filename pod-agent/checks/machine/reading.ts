/** Collectors' readings for a check: what it asks for both, and the reading of two looks. */
import type { Collector } from '../../collectors/collector.ts';
import type { Source } from '../../host/host.ts';
import type { Seen } from '../check.ts';

/** Throws what the collector throws. */
export function readingOf<Raw, Reading>(collector: Collector<Raw, Reading>, seen: Seen): Reading {
  const now = collector.parse(seen.answers);
  if (seen.before === null || seen.elapsedMs === null)
    return collector.read({ now, before: null, elapsedMs: null });
  // What is asked once has not changed in between.
  const before = collector.parse({ ...seen.answers, ...seen.before });
  return beganAnew(collector, now, before)
    ? collector.read({ now, before: null, elapsedMs: null })
    : collector.read({ now, before, elapsedMs: seen.elapsedMs });
}

/** The reading, or null where there is nothing to read: for what a check only likes to know besides. */
export function maybeReading<Raw, Reading>(collector: Collector<Raw, Reading>, seen: Seen): Reading | null {
  try {
    return readingOf(collector, seen);
  } catch {
    return null;
  }
}

/** Several collectors' sources without repeats; `twice` names those that are asked a second time for a rate. */
export function sourcesOf(
  collectors: readonly { readonly sources: readonly Source[] }[],
  twice: readonly string[] = [],
): readonly Source[] {
  const byId = new Map(collectors.flatMap(({ sources }) => sources).map((source) => [source.id, source]));
  return [...byId.values()].map((source) =>
    twice.includes(source.id) ? { ...source, cadence: 'hot' } : source,
  );
}

function beganAnew<Raw>(collector: Collector<Raw, unknown>, now: Raw, before: Raw): boolean {
  const figures = collector.counters?.(now) ?? [];
  const earlier = collector.counters?.(before) ?? [];
  return (
    figures.length !== earlier.length || figures.some((figure, position) => figure < (earlier[position] ?? 0))
  );
}
