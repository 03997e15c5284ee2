/**
 * How long the beginning is waited for, so that the lines of before stand in one order whichever source answered first:
 * until each has answered, and a moment more for its lines; from one that does not answer not longer than three seconds.
 */
import type { SourceState } from './model/snapshot.ts';

export type Gathering = {
  begin(): void;
  /** Of each source by a name of its own; null: it is none any more. */
  heard(source: string, state: SourceState | null): void;
  isOn(): boolean;
};

const longestMs = 3000;
/** Between the answer and the last of the lines that come with it. */
const afterwardsMs = 700;

export function createGathering(nowMs: () => number): Gathering {
  const connecting = new Set<string>();
  let begunMs = nowMs();
  let settledMs: number | null = null;

  return {
    begin() {
      connecting.clear();
      begunMs = nowMs();
      settledMs = null;
    },
    heard(source, state) {
      if (state?.kind === 'connecting') connecting.add(source);
      else connecting.delete(source);
      settledMs = connecting.size > 0 ? null : (settledMs ?? nowMs());
    },
    isOn() {
      const now = nowMs();
      if (now - begunMs >= longestMs) return false;
      return settledMs === null || now - settledMs < afterwardsMs;
    },
  };
}
