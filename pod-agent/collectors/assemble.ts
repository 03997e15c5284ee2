/** From answers to the readings of one sample, each collector by itself: one that fails spoils no other. */
import type { Answers } from '../host/host.ts';
import type { CollectorFailure } from '../protocol/frames.ts';
import type { Readings } from '../protocol/readings.ts';
import type { Collector } from './collector.ts';
import { type CollectorTable, collectors } from './index.ts';
import { createSeries } from './series.ts';

/** One assembler per machine and boot: it holds the counters that rates are measured from. */
export type Assembler = {
  assemble(given: {
    /**
     * By collector, then by source. A source of cadence `once` or `warm` that was not asked this time is left out, or
     * given again as the same object. A collector that was never asked is in neither part of the result.
     */
    readonly answers: Readonly<Record<string, Answers>>;
    readonly monotonicMs: number;
  }): { readonly readings: Readings; readonly failures: readonly CollectorFailure[] };
};

const longestReason = 300;

export function createAssembler(table: CollectorTable = collectors): Assembler {
  const members = Object.entries<Collector<unknown, unknown>>(table).map(([id, collector]) => ({
    id,
    series: createSeries(collector),
  }));
  return {
    assemble({ answers, monotonicMs }) {
      const readings: Record<string, unknown> = {};
      const failures: CollectorFailure[] = [];
      for (const { id, series } of members) {
        try {
          const given = Object.hasOwn(answers, id) ? answers[id] : undefined;
          const reading = series.next(given ?? {}, monotonicMs);
          if (reading !== null) readings[id] = reading;
        } catch (error) {
          failures.push({ collector: id, reason: reasonOf(error) });
        }
      }
      // The table's type binds each name to the reading of its collector.
      return { readings: readings as Readings, failures };
    },
  };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, longestReason);
}
