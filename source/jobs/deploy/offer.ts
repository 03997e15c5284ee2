/** The first GPU type in order of wish that has stock, and what it costs. */
import type { DeployPlan, DeployRequest } from '../model/deploy.ts';
import type { PodConfiguration } from '../model/release.ts';
import type { DeployDoors } from './doors.ts';

/** null where the API did not say, or none of the wanted types is to be had. Stock is a hint, never a reservation. */
export async function firstOffer(asked: {
  readonly request: DeployRequest;
  readonly configuration: PodConfiguration;
  readonly cloud: DeployDoors['cloud'];
  readonly signal: AbortSignal;
}): Promise<DeployPlan['offer']> {
  const { request, configuration, cloud, signal } = asked;
  if (cloud === null) return null;
  const { gpuCount } = configuration;
  const [dataCentreId = null] = request.dataCentreIds ?? configuration.dataCentreIds;
  const offers = await cloud.gpuOffers({ gpuCount, cloud: configuration.cloud, dataCentreId }, signal);
  if (!offers.ok) return null;
  for (const typeId of request.gpuTypeIds ?? configuration.gpuTypeIds) {
    const offer = offers.value.find((each) => each.typeId === typeId);
    if (offer === undefined || offer.stock === 'none') continue;
    const { displayName: gpuName, stock, dollarsPerGpuHour } = offer;
    const perGpu = configuration.bidPerGpuDollars ?? dollarsPerGpuHour;
    const dollarsPerHour = perGpu === null ? null : perGpu * gpuCount;
    return { gpuName, gpuCount, dataCentreId, stock, dollarsPerHour };
  }
  return null;
}
