/** Work in an async function, told of as it goes on: an effect's act cannot yield by itself. */
import { createEventQueue } from '../../kinds/event-queue.ts';
import type { StepTold } from '../step.ts';

export type Tell = (text: string, level?: 'info' | 'warn' | 'error') => void;

/** Yields what the work tells, and returns or throws what it comes to. */
export async function* telling<Value>(
  work: (tell: Tell) => Promise<Value>,
): AsyncGenerator<StepTold, Value, void> {
  const queue = createEventQueue<StepTold>();
  const done = work((text, level = 'info') => queue.push({ kind: 'output', level, text }));
  const settled = done.then(
    () => queue.end(),
    () => queue.end(),
  );
  yield* queue.all();
  await settled;
  return await done;
}
