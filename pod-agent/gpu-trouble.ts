/** What is wrong with the GPUs as one line, and a key by which the same trouble is told once and not every second. */
import { failureInText } from './collectors/gpu/failures.ts';
import type { Answer } from './host/host.ts';
import type { GpuReading } from './protocol/readings.ts';

export type GpuTrouble = { readonly key: string; readonly text: string };

/** `said` is the answer that the reading was made from; the driver may name a lost card beside its figures. */
export function gpuTrouble(reading: GpuReading, said: Answer | undefined): GpuTrouble | null {
  const { failure, cards, expectedCount } = reading;
  if (failure !== null) {
    return { key: failure.code, text: failure.message };
  }
  // A broken card is a reading, seen in every sample and judged by the health checks: not news a second time.
  if (cards.some((card) => card.status !== 'ok')) return null;
  if (expectedCount !== null && cards.length < expectedCount) {
    const named = said?.ok === true ? failureInText(said.errorText ?? '') : null;
    const because = named === null ? '' : `: ${named.message}`;
    const text = `${cards.length} of ${expectedCount} GPUs answer (RUNPOD_GPU_COUNT is ${expectedCount})${because}`;
    return { key: `${cards.length} of ${expectedCount}`, text };
  }
  return null;
}
