/** Notes that are told once each. */
import type { CloudFailure } from './cloud.ts';

/** The list is asked for every few seconds, and what does not fit will not fit the next time either. */
export function tellOnce(onNote: (failure: CloudFailure) => void): (failure: CloudFailure) => void {
  const told = new Set<string>();
  return (failure) => {
    if (told.has(failure.message) || told.size >= mostNotes) return;
    told.add(failure.message);
    onNote(failure);
  };
}

const mostNotes = 200;
