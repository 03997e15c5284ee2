/** The GPUs that a deploy may choose from. */
import type { CloudResult } from '../cloud.ts';
import type { GpuOffer } from '../deploy-cloud.ts';
import type { GpuType } from '../resource-cloud.ts';
import { type CatalogueAsked, gpuCatalogue } from './gpu-catalogue.ts';
import type { Wire } from './wire.ts';

export type OffersAsked = CatalogueAsked & { readonly dataCentreId: string | null };

/** The catalogue as a deploy chooses by it. RunPod cannot be asked for one data centre, but names those of each type. */
export async function gpuOffers(
  wire: Wire,
  request: OffersAsked,
  signal?: AbortSignal,
): Promise<CloudResult<readonly GpuOffer[]>> {
  const types = await gpuCatalogue(wire, request, signal);
  return types.ok ? { ok: true, value: types.value.map((type) => offerOf(type, request)) } : types;
}

function offerOf(type: GpuType, request: OffersAsked): GpuOffer {
  return {
    typeId: type.typeId,
    displayName: type.displayName,
    memoryGigabytes: type.memoryGigabytes,
    stock: stockIn(type, request.dataCentreId),
    dollarsPerGpuHour: priceIn(type, request.cloud),
    lowestBidDollars: null,
    maxGpuCount: type.maxGpuCount,
  };
}

/** Data centres without the type are not in its list, and the list is missing where there is none of it anywhere. */
function stockIn({ stock, dataCentres }: GpuType, dataCentreId: string | null): GpuOffer['stock'] {
  if (dataCentreId === null) return stock;
  if (dataCentres.length === 0) return stock === 'none' ? 'none' : null;
  const place = dataCentres.find(({ id }) => id === dataCentreId.toUpperCase());
  return place === undefined ? 'none' : place.stock;
}

/** Of any cloud that of the secure one, which is asked first: a limit on the price that held for the other would be passed. */
function priceIn({ secureDollars, communityDollars }: GpuType, cloud: OffersAsked['cloud']): number | null {
  if (cloud === 'secure') return secureDollars;
  if (cloud === 'community') return communityDollars;
  return secureDollars ?? communityDollars;
}
