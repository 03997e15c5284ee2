/** A kind of card as the catalogue shows it. */
import type { GpuModel } from '../machine/gpu-models.ts';
import type { Market, Prices } from './market.ts';
import { isFree } from './stock.ts';

export const largestCount = 8;
const countsOffered = [1, 2, 4, 8];

/** Stands among the types for machines without a known card. */
export const unknownType = {
  id: 'unknown',
  displayName: 'unknown',
  manufacturer: 'unknown',
  memoryInGb: 0,
  secureCloud: false,
  communityCloud: false,
  lowestPrice: () => ({}),
};

export function gpuTypeFields(model: GpuModel, market: Market) {
  const { secure, community, spot } = market.pricesOf(model);
  return {
    id: model.typeId as string,
    displayName: model.displayName,
    manufacturer: model.vendor === 'amd' ? 'AMD' : 'Nvidia',
    memoryInGb: model.rentedGigabytes,
    cudaCores: model.cudaCores,
    secureCloud: true,
    communityCloud: model.vendor === 'nvidia',
    securePrice: secure,
    communityPrice: community,
    oneWeekPrice: null,
    oneMonthPrice: cents(secure * 0.94),
    threeMonthPrice: cents(secure * 0.9),
    sixMonthPrice: cents(secure * 0.86),
    communitySpotPrice: spot,
    secureSpotPrice: cents(spot * 1.1),
    maxGpuCount: largestCount,
    maxGpuCountCommunityCloud: largestCount,
    maxGpuCountSecureCloud: largestCount,
    minPodGpuCount: 1,
    nodeGroupGpuSizes: countsOffered,
    lowestPrice: ({ input }: PriceQuestion) => lowestPrice(model, market, input ?? {}),
  };
}

type PriceInput = {
  readonly secureCloud?: boolean | null;
  readonly gpuCount?: number | null;
  readonly dataCenterId?: string | null;
};
type PriceQuestion = { readonly input?: PriceInput | null };

function lowestPrice(model: GpuModel, market: Market, input: PriceInput) {
  const count = input.gpuCount ?? 1;
  const { secure, community, spot }: Prices = market.pricesOf(model);
  const stockStatus = market.stockOf(model.typeId, input.dataCenterId ?? null);
  const free = isFree(stockStatus) && count <= largestCount;
  return {
    gpuName: model.displayName,
    gpuTypeId: model.typeId,
    minimumBidPrice: free ? cents(spot * count) : null,
    uninterruptablePrice: free ? cents((input.secureCloud === false ? community : secure) * count) : null,
    stockStatus,
    minMemory: 62 * count,
    minVcpu: 8 * count,
    availableGpuCounts: free ? countsOffered : [],
    maxGpuCount: largestCount,
  };
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
