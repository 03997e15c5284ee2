/** One collector over time: slow answers are kept until newer ones come, and counters are held against earlier ones. */
import type { Answers } from '../host/host.ts';
import type { Collector, Moment } from './collector.ts';

export type Series<Reading> = {
  /** null while nothing was ever answered. Throws what the collector throws. */
  next(given: Answers, atMs: number): Reading | null;
};

/** When counters were read, what they were, and what they are held against. */
type Point<Raw> = { readonly raw: Raw; readonly atMs: number; readonly base: Base<Raw> };

type Base<Raw> = Pick<Moment<Raw>, 'before' | 'elapsedMs'>;

export function createSeries<Raw, Reading>(collector: Collector<Raw, Reading>): Series<Reading> {
  const hotIds = idsOf(collector, 'hot');
  const warmIds = idsOf(collector, 'warm');
  let kept: Answers = {};
  let point: Point<Raw> | null = null;
  let latest: Reading | null = null;

  /**
   * Whether the counters are new. Those of a collector with hot sources are hot; of one without, the first of the warm
   * sources has them, and other warm answers that come later must not make it look as if the counters stood still.
   */
  function isBeat(given: Answers): boolean {
    const beating = hotIds.length > 0 ? hotIds : warmIds.slice(0, 1);
    return beating.length === 0 || beating.some((id) => isNew(given, id));
  }

  function isNew(given: Answers, id: string): boolean {
    return given[id] !== undefined && given[id] !== kept[id];
  }

  return {
    next(given, atMs) {
      const isUnchanged = !Object.keys(given).some((id) => isNew(given, id));
      if (isUnchanged && hotIds.length === 0 && latest !== null) return latest;
      const answers = { ...kept, ...given };
      if (Object.keys(answers).length === 0) return null;
      const beat = isBeat(given);
      kept = without(answers, hotIds);
      latest = null;
      const raw = collector.parse(answers);
      if (beat || point === null) point = { raw, atMs, base: baseOf({ collector, raw, last: point, atMs }) };
      latest = collector.read({ now: raw, ...point.base });
      return latest;
    },
  };
}

/** Counters that went backwards began anew, and time that stood still gives no rate: both are a first reading. */
function baseOf<Raw>(given: {
  readonly collector: Collector<Raw, unknown>;
  readonly raw: Raw;
  readonly last: Point<Raw> | null;
  readonly atMs: number;
}): Base<Raw> {
  const { collector, raw, last, atMs } = given;
  if (last === null || atMs <= last.atMs || beganAnew(collector, raw, last.raw)) {
    return { before: null, elapsedMs: null };
  }
  return { before: last.raw, elapsedMs: atMs - last.atMs };
}

function beganAnew<Raw>(collector: Collector<Raw, unknown>, now: Raw, before: Raw): boolean {
  const figures = collector.counters?.(now) ?? [];
  const earlier = collector.counters?.(before) ?? [];
  return (
    figures.length !== earlier.length || figures.some((figure, position) => figure < (earlier[position] ?? 0))
  );
}

function idsOf(collector: Collector<unknown, unknown>, cadence: 'hot' | 'warm'): readonly string[] {
  return collector.sources.filter((source) => source.cadence === cadence).map(({ id }) => id);
}

function without(answers: Answers, ids: readonly string[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.includes(id)));
}
