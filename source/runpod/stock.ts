/** RunPod's word for how much is free, which it writes in several ways. */
import type { GpuOffer } from './deploy-cloud.ts';

const words = ['high', 'medium', 'low', 'none'] as const;

/** In any case of letters; null for no word and for one that is not known. */
export function stockOf(said: string | null | undefined): GpuOffer['stock'] {
  const word = (said ?? '').trim().toLowerCase();
  return words.find((each) => each === word) ?? null;
}
