/** What a collector is: sources it declares, and two pure steps from their text to a reading. */
import type { Answers, Source } from '../host/host.ts';

/** Two readings of the same counters and the time between them, for rates. */
export type Moment<Raw> = {
  readonly now: Raw;
  /** null at the first reading, and after the counters went backwards. */
  readonly before: Raw | null;
  /** Monotonic milliseconds between the two; null where `before` is. */
  readonly elapsedMs: number | null;
};

export type Collector<Raw, Reading> = {
  readonly id: string;
  readonly sources: readonly Source[];
  /** Pure. Throws an Error with a plain reason when there is nothing to read from at all. */
  parse(answers: Answers): Raw;
  /** Figures that only ever rise while the machine runs, in one order: a lower one means that it began anew. */
  counters?(raw: Raw): readonly number[];
  /** Pure. */
  read(moment: Moment<Raw>): Reading;
};
