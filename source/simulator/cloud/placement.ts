/** Where a pod that is asked for comes to stand: the first of its wishes for which there is room. */
import type { GpuModelId } from '../machine/gpu-models.ts';
import { gpuModels } from '../machine/gpu-models.ts';
import { dataCenterRows } from './data-centers.ts';
import { largestCount } from './gpu-type-fields.ts';
import type { Market, Refusal } from './market.ts';
import { somethingWentWrong } from './refusal.ts';
import type { RentInput } from './wish.ts';

export type Place = {
  readonly gpu: GpuModelId;
  readonly gpuCount: number;
  readonly dataCenterId: string;
  readonly cloud: 'secure' | 'community';
  /** Of the market. */
  readonly dollarsPerGpuHour: number;
  readonly lowestBidDollars: number;
};

/** Throws for what is nobody's card; otherwise how there is no room. */
export function placeFor(input: RentInput, market: Market): Place | Refusal {
  const wishes = wishedTypes(input);
  const gpuCount = input.gpuCount ?? 1;
  if (gpuCount < 1 || gpuCount > largestCount) return 'supply-constraint';
  let refused: Refusal = 'supply-constraint';
  for (const gpu of wishes) {
    const centers = dataCenterRows.map(([id]) => id).filter((id) => isWished(id, input));
    for (const dataCenterId of centers) {
      const model = gpuModels[gpu];
      const refusal = market.refusalOf(model.typeId, dataCenterId);
      const cloud = input.cloudType === 'COMMUNITY' ? 'community' : 'secure';
      const prices = market.pricesOf(model);
      const cost = { dollarsPerGpuHour: prices[cloud], lowestBidDollars: prices.spot };
      if (refusal === null) return { gpu, gpuCount, dataCenterId, cloud, ...cost };
      refused = refusal;
    }
  }
  return refused;
}

function isWished(dataCenterId: string, { dataCenterId: wished, dataCenterIds = [] }: RentInput): boolean {
  if (dataCenterIds.length > 0) return dataCenterIds.includes(dataCenterId);
  return wished == null || wished === '' || wished === dataCenterId;
}

function wishedTypes({ gpuTypeId, gpuTypeIdList }: RentInput): readonly GpuModelId[] {
  const typeIds = [...(gpuTypeId == null ? [] : [gpuTypeId]), ...(gpuTypeIdList ?? [])];
  const known = Object.entries(gpuModels);
  const models = typeIds.map((typeId) => known.find(([, model]) => model.typeId === typeId)?.[0]);
  if (models.length === 0) throw somethingWentWrong();
  return models.map((id) => {
    if (id === undefined || !isModelId(id)) throw somethingWentWrong();
    return id;
  });
}

function isModelId(id: string): id is GpuModelId {
  return Object.hasOwn(gpuModels, id);
}
