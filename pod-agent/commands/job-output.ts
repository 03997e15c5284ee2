/** Standard output of whoever follows a job: as fast as it is read, and over when nobody reads it. */
import { createLineWriter } from '../outlets/line-writer.ts';
import { type Ending, untilToldToEnd } from './ending.ts';

export type JobOutput = {
  readonly signal: AbortSignal;
  /** Resolves when more may be written. */
  readonly write: (line: string) => Promise<void>;
  /** To be called when there is nothing more: an open standard input would keep the process. */
  readonly end: () => void;
};

export function createJobOutput(): JobOutput {
  const ending: Ending = untilToldToEnd();
  const writer = createLineWriter(process.stdout, ending.end);
  let drained: () => void = () => {};
  writer.onDrain(() => drained());
  ending.signal.addEventListener('abort', () => drained());
  return {
    signal: ending.signal,
    end: ending.end,
    async write(line) {
      if (writer.write(line) || ending.signal.aborted) return;
      await new Promise<void>((resolve) => {
        drained = resolve;
      });
    },
  };
}
