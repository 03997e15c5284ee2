/** A collector asked beside a test: its own sources, at its own time, with rates since the last asking. */
import type { Collector } from '../collectors/collector.ts';
import { createSeries } from '../collectors/series.ts';
import type { Answer, Host } from '../host/host.ts';

export type Reader<Reading> = {
  /** null where there is nothing to read from. */
  read(): Promise<Reading | null>;
};

export function createReader<Raw, Reading>(host: Host, collector: Collector<Raw, Reading>): Reader<Reading> {
  const series = createSeries(collector);
  return {
    async read() {
      const atMs = host.monotonicMs();
      const answers: Record<string, Answer> = {};
      await Promise.all(
        collector.sources.map(async (source) => {
          answers[source.id] = await host.answer(source);
        }),
      );
      try {
        return series.next(answers, atMs);
      } catch {
        return null;
      }
    },
  };
}
