/** GPUs as REST v2 tells them, with the figures that GraphQL alone has. Pure; what neither knows stays null. */
import type { GpuOffer } from '../deploy-cloud.ts';
import type { GpuType } from '../resource-cloud.ts';

export function filledGpuTypes(types: readonly GpuType[], known: readonly GpuType[]): readonly GpuType[] {
  const byId = new Map(known.map((type) => [type.typeId, type]));
  return types.map((type) => {
    const other = byId.get(type.typeId);
    if (other === undefined) return type;
    return {
      ...type,
      manufacturer: type.manufacturer ?? other.manufacturer,
      memoryGigabytes: type.memoryGigabytes ?? other.memoryGigabytes,
      secureDollars: type.secureDollars ?? other.secureDollars,
      communityDollars: type.communityDollars ?? other.communityDollars,
      lowestBidDollars: type.lowestBidDollars ?? other.lowestBidDollars,
      maxGpuCount: type.maxGpuCount ?? other.maxGpuCount,
      stock: type.stock ?? other.stock,
      dataCentres: type.dataCentres.length > 0 ? type.dataCentres : other.dataCentres,
    };
  });
}

export function filledGpuOffers(
  offers: readonly GpuOffer[],
  known: readonly GpuOffer[],
): readonly GpuOffer[] {
  const byId = new Map(known.map((offer) => [offer.typeId, offer]));
  return offers.map((offer) => {
    const other = byId.get(offer.typeId);
    if (other === undefined) return offer;
    return {
      ...offer,
      memoryGigabytes: offer.memoryGigabytes ?? other.memoryGigabytes,
      stock: offer.stock ?? other.stock,
      dollarsPerGpuHour: offer.dollarsPerGpuHour ?? other.dollarsPerGpuHour,
      lowestBidDollars: offer.lowestBidDollars ?? other.lowestBidDollars,
      maxGpuCount: offer.maxGpuCount ?? other.maxGpuCount,
    };
  });
}
