import { z } from 'zod';
import type { GpuOffer } from '../deploy-cloud.ts';
import { positiveOf } from '../positive.ts';
import { readEntries } from '../read-entries.ts';
import { stockOf } from '../stock.ts';
import type { Operation } from './operation.ts';

export type OffersAsked = {
  readonly gpuCount: number;
  readonly cloud: 'secure' | 'community' | 'any';
  readonly dataCentreId: string | null;
};

const number = z.number().nullish();
const text = z.string().nullish();

const offerSchema = z.object({
  id: z.string().min(1),
  displayName: text,
  memoryInGb: number,
  maxGpuCount: number,
  perCard: z.object({ uninterruptablePrice: number, minimumBidPrice: number }).nullish(),
  asked: z.object({ stockStatus: text }).nullish(),
});

/**
 * What cards there are, and how well they are in stock in the number that is wanted. RunPod's pages do not say whether
 * `lowestPrice` means one card or all that were asked for, so the price is asked for one card, where both are the same;
 * a pod's price is then that times its cards (`costPerHr`, which comes with the pod, is of the whole pod).
 */
export const gpuOffers: Operation<OffersAsked, readonly GpuOffer[]> = {
  action: ({ dataCentreId }) => `list the GPUs${dataCentreId === null ? '' : ` of ${dataCentreId}`}`,
  kind: 'read',
  document: `query gpuOffers($perCard: GpuLowestPriceInput!, $asked: GpuLowestPriceInput!) { gpuTypes {
    id displayName memoryInGb maxGpuCount
    perCard: lowestPrice(input: $perCard) { uninterruptablePrice minimumBidPrice }
    asked: lowestPrice(input: $asked) { stockStatus }
  } }`,
  root: 'gpuTypes',
  sent({ gpuCount, cloud, dataCentreId }) {
    const place = {
      ...(cloud === 'any' ? {} : { secureCloud: cloud === 'secure' }),
      ...(dataCentreId === null ? {} : { dataCenterId: dataCentreId.toUpperCase() }),
    };
    return { perCard: { gpuCount: 1, ...place }, asked: { gpuCount, ...place } };
  },
  read(value, reader) {
    if (!Array.isArray(value)) {
      return reader.fail('unexpected', 'RunPod answered without a list', 'Try again.');
    }
    const known = readEntries(value, { schema: offerSchema, what: 'GPU type', reader });
    // The sentinel stands for machines without a known card; nobody can rent it.
    const offers = known.filter(({ id }) => id.toLowerCase() !== 'unknown');
    return {
      ok: true,
      value: offers.map((offer) => ({
        typeId: reader.clean(offer.id),
        displayName: reader.clean(offer.displayName ?? offer.id),
        memoryGigabytes: positiveOf(offer.memoryInGb),
        stock: stockOf(offer.asked?.stockStatus),
        dollarsPerGpuHour: positiveOf(offer.perCard?.uninterruptablePrice),
        lowestBidDollars: positiveOf(offer.perCard?.minimumBidPrice),
        maxGpuCount: positiveOf(offer.maxGpuCount),
      })),
    };
  },
};
