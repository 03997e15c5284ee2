/** Billing records as sums by pod, by volume and of the rest. Pure. */
import type { BillingRecord } from '../fleet/billing.ts';
import type { BilledPod, BilledSums } from '../fleet/money.ts';

/**
 * @param about Records that end before `fromMs` are of an earlier time and are left out; `readAtMs` is when they were
 * answered, beyond which nothing can be known.
 */
export function billedSums(
  records: readonly BillingRecord[],
  about: { readonly fromMs: number; readonly readAtMs: number },
): BilledSums {
  const { fromMs, readAtMs } = about;
  const pods = new Map<string, BilledPod>();
  const volumes = new Map<string, number>();
  let otherDollars = 0;
  let totalDollars = 0;
  let untilMs = fromMs;
  for (const record of records) {
    if (record.untilMs <= fromMs || record.fromMs > readAtMs) continue;
    untilMs = Math.max(untilMs, Math.min(record.untilMs, readAtMs));
    totalDollars += record.dollars;
    if (record.what === 'pod' && record.id !== null)
      pods.set(record.id, addedTo(pods.get(record.id), record));
    else if (record.what === 'network-volume' && record.id !== null)
      volumes.set(record.id, (volumes.get(record.id) ?? 0) + record.dollars);
    else otherDollars += record.dollars;
  }
  return { fromMs, untilMs, readAtMs, pods, volumes, otherDollars, totalDollars };
}

/** Disks that were not told apart once are not told apart in the sum. */
function addedTo(before: BilledPod | undefined, { dollars, diskDollars }: BillingRecord): BilledPod {
  if (before === undefined) return { dollars, diskDollars };
  const disks = before.diskDollars === null || diskDollars === null ? null : before.diskDollars + diskDollars;
  return { dollars: before.dollars + dollars, diskDollars: disks };
}
