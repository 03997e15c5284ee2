/** Books that a test writes: a day whose answer is known. */
import { z } from 'zod';
import type { Charge } from './charges.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const entry = z.strictObject({
  podId: z.string().optional(),
  networkVolumeId: z.string().optional(),
  from: time,
  until: time,
  gpuDollars: z.number().min(0).default(0),
  diskDollars: z.number().min(0).default(0),
});

const ledger = z.object({ entries: z.array(entry).max(100_000), live: z.boolean().default(false) });

export type Ledgered = { readonly charges: readonly Charge[]; readonly live: boolean };

/** @returns What is wrong with it, in words, where it is none. */
export function entriesIn(body: unknown): Ledgered | string {
  const read = ledger.safeParse(body);
  if (!read.success) return z.prettifyError(read.error);
  const charges = read.data.entries.map(chargeOf);
  const wrong = charges.find((charge) => charge === null);
  if (wrong === null)
    return 'Each entry is of one "podId" or one "networkVolumeId", and its "until" comes after its "from".';
  return { charges: charges.filter((charge) => charge !== null), live: read.data.live };
}

function chargeOf({ podId, networkVolumeId, from, until, ...dollars }: z.infer<typeof entry>): Charge | null {
  const id = podId ?? networkVolumeId;
  if (id === undefined || (podId !== undefined && networkVolumeId !== undefined) || until <= from)
    return null;
  const what = podId === undefined ? 'network-volume' : 'pod';
  return { what, id, fromMs: from, untilMs: until, ...dollars };
}
