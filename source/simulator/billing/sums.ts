/** Charges summed up by bucket, and by what was charged for. */
import { type BucketSize, bucketAfter, bucketStart } from './buckets.ts';
import { type Charge, shareIn } from './charges.ts';

export type Window = { readonly startMs: number; readonly endMs: number; readonly size: BucketSize };

export type Sum = {
  readonly startMs: number;
  readonly endMs: number;
  readonly id: string;
  readonly gpuDollars: number;
  readonly diskDollars: number;
};

/** Buckets in which nothing was charged are left out. Oldest first, then by id. */
export function sumsIn(charges: readonly Charge[], window: Window): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const charge of charges) {
    const fromMs = Math.max(charge.fromMs, window.startMs);
    const untilMs = Math.min(charge.untilMs, window.endMs);
    let startMs = bucketStart(fromMs, window.size);
    while (startMs < untilMs) {
      const endMs = bucketAfter(startMs, window.size, 1);
      const share = shareIn(charge, Math.max(startMs, window.startMs), Math.min(endMs, window.endMs));
      const key = `${startMs} ${charge.id}`;
      const { gpuDollars = 0, diskDollars = 0 } = sums.get(key) ?? {};
      sums.set(key, {
        startMs,
        endMs,
        id: charge.id,
        gpuDollars: gpuDollars + charge.gpuDollars * share,
        diskDollars: diskDollars + charge.diskDollars * share,
      });
      startMs = endMs;
    }
  }
  return [...sums.values()].sort(
    (left, right) => left.startMs - right.startMs || (left.id < right.id ? -1 : 1),
  );
}
