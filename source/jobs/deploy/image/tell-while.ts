/** Work that speaks by calls, as a generator of what a step tells. */
import type { BuildProgress } from '../../container/container-engine.ts';
import { createEventQueue } from '../../kinds/event-queue.ts';
import type { StepTold } from '../step.ts';

export type Tell = (told: StepTold) => void;

/** Tells what the work tells, as it comes, and then gives or throws what the work does. */
export async function* tellWhile<Result>(
  work: (tell: Tell) => Promise<Result>,
): AsyncGenerator<StepTold, Result, void> {
  const queue = createEventQueue<StepTold>();
  const working = work(queue.push).finally(queue.end);
  // It may fail while nobody waits for it yet; it is waited for below.
  working.catch(() => undefined);
  yield* queue.all();
  return await working;
}

/** Lines as output, steps as progress. Where an engine does not say how far it is, it stays where it was. */
export function tellEngine(tell: Tell): (progress: BuildProgress) => void {
  let fraction = 0;
  return (progress) => {
    if (progress.kind === 'line') return tell({ kind: 'output', level: 'info', text: progress.text });
    fraction = progress.fraction ?? fraction;
    tell({ kind: 'progress', fraction, text: progress.text });
  };
}
