/** What RunPod has billed: by pod, by network volume, and of all else together. */
import { z } from 'zod';
import type { BillingRecord } from '../../fleet/billing.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { readEntries } from '../read-entries.ts';
import { askAll, type ListOperation } from './list.ts';
import type { Wire } from './wire.ts';

export type BillingAsked = { readonly fromMs: number; readonly bucket: 'hour' | 'day' };

/** All or a failure: a sum that lacks a part would pass for the whole. */
export async function billing(
  wire: Wire,
  asked: BillingAsked,
  signal?: AbortSignal,
): Promise<CloudResult<readonly BillingRecord[]>> {
  const lists = [podBilling, volumeBilling, otherBilling];
  const read = await Promise.all(lists.map((list) => askAll(wire, { list, input: asked, signal })));
  const records: BillingRecord[] = [];
  for (const each of read) {
    if (!each.ok) return each;
    records.push(...each.value);
  }
  return { ok: true, value: records };
}

const number = z.number().nullish();
const range = z.object({ startTime: z.string(), endTime: z.string(), totalAmount: z.number() });

const podBilling = listOf({
  of: 'of pods',
  path: '/billing/pods',
  schema: range.extend({ podId: z.string().min(1), diskAmount: number }),
  record: (wire, { clean }) => ({
    what: 'pod',
    id: clean(wire.podId, 64),
    dollars: wire.totalAmount,
    diskDollars: wire.diskAmount ?? null,
  }),
});

const volumeBilling = listOf({
  of: 'of network volumes',
  path: '/billing/network-volumes',
  schema: range.extend({ networkVolumeId: z.string().min(1) }),
  record: (wire, { clean }) => ({
    what: 'network-volume',
    id: clean(wire.networkVolumeId, 64),
    dollars: wire.totalAmount,
    diskDollars: null,
  }),
});

/** The aggregate holds pods and volumes too, which the other lists have told: what is left when they are taken away. */
const otherBilling = listOf({
  of: 'in all',
  path: '/billing',
  schema: range.extend({
    podGpuAmount: z.number(),
    podCpuAmount: z.number(),
    podDiskAmount: z.number(),
    storageStandardAmount: z.number(),
    storageHighPerformanceAmount: z.number(),
  }),
  record(wire) {
    const pods = wire.podGpuAmount + wire.podCpuAmount + wire.podDiskAmount;
    const rest = wire.totalAmount - pods - wire.storageStandardAmount - wire.storageHighPerformanceAmount;
    // Less than a thousandth of a cent is what sums of fractions leave over.
    return rest < 1e-5 ? null : { what: 'other', id: null, dollars: rest, diskDollars: null };
  },
});

type Amounts = Omit<BillingRecord, 'fromMs' | 'untilMs'>;

type Kind<Wired> = {
  readonly of: string;
  readonly path: string;
  readonly schema: z.ZodType<Wired>;
  /** null: there is nothing to tell. */
  readonly record: (wire: Wired, reader: AnswerReader) => Amounts | null;
};

/** A record that does not fit fails the list: left out it would make the sum too small. */
function listOf<Wired extends { readonly startTime: string; readonly endTime: string }>(
  kind: Kind<Wired>,
): ListOperation<BillingAsked, BillingRecord> {
  return {
    action: () => `read what was billed ${kind.of}`,
    path: () => kind.path,
    query: ({ fromMs, bucket }) => ({ startTime: new Date(fromMs).toISOString(), bucketSize: bucket }),
    key: 'records',
    isOnlyHere: true,
    read(entries, reader) {
      const wired = readEntries(entries, { schema: kind.schema, what: 'billing record', reader });
      const records = wired.flatMap((wire) => {
        const amounts = kind.record(wire, reader);
        const fromMs = Date.parse(wire.startTime);
        const untilMs = Date.parse(wire.endTime);
        return amounts === null ? [] : [{ fromMs, untilMs, ...amounts }];
      });
      const areTimes = records.every(({ fromMs, untilMs }) => untilMs > fromMs);
      if (wired.length === entries.length && areTimes) return { ok: true, value: records };
      const hint = 'RunPod may have changed its API: look for a newer pod-engine.';
      return reader.fail('unexpected', 'some of the billing records cannot be read', hint);
    },
  };
}
