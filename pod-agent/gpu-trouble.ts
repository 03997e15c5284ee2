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
  const broken = cards.filter((card) => card.status !== 'ok');
  if (broken.length > 0) {
    const text = broken.map((card) => `GPU ${card.index}: ${card.statusText ?? card.status}`).join('; ');
    return { key: broken.map((card) => `${card.index} ${card.status}`).join(), text };
  }
  if (expectedCount !== null && cards.length < expectedCount) {
    const named = said?.ok === true ? failureInText(said.errorText ?? '') : null;
    const because = named === null ? '' : `: ${named.message}`;
    const text = `${cards.length} of ${expectedCount} GPUs answer (RUNPOD_GPU_COUNT is ${expectedCount})${because}`;
    return { key: `${cards.length} of ${expectedCount}`, text };
  }
  return null;
}
