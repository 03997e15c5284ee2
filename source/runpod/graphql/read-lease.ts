import { z } from 'zod';
import type { Rental } from '../../fleet/pod.ts';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';
import { rentalOf } from './pod.ts';

export type Lease = {
  readonly rental: Rental;
  readonly gpuCount: number | null;
  /** Dollars per GPU and hour; null when there is none to be had, or the pod is not spot. */
  readonly lowestBidDollars: number | null;
};

const leaseSchema = z.object({
  podType: z.string().nullish(),
  gpuCount: z.number().nullish(),
  lowestBidPriceToResume: z.number().nullish(),
});

/** How a pod is rented, which decides how it has to be started. */
export const readLease: Operation<{ readonly podId: string }, Lease> = {
  action: ({ podId }) => `start pod ${podId}`,
  kind: 'read',
  // A start that needs it is one that only GraphQL can make.
  isOnlyHere: true,
  document: `query readLease($podId: String!) {
    pod(input: { podId: $podId }) { podType gpuCount lowestBidPriceToResume }
  }`,
  root: 'pod',
  read(value, reader) {
    if (value === null) {
      return reader.fail(
        'not-found',
        'RunPod knows no such pod',
        'It may have been terminated, or belong to another account.',
      );
    }
    const lease = readFitting(leaseSchema, value).value;
    return {
      ok: true,
      value: {
        rental: rentalOf(lease?.podType ?? null),
        gpuCount: lease?.gpuCount ?? null,
        lowestBidDollars: lease?.lowestBidPriceToResume ?? null,
      },
    };
  },
};
