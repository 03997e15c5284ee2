/** RunPod's GPU types with prices and stock, and where each is to be had. */
import { z } from 'zod';
import type { CloudResult } from '../cloud.ts';
import { positiveOf } from '../positive.ts';
import { readEntries } from '../read-entries.ts';
import type { GpuType } from '../resource-cloud.ts';
import { stockOf } from '../stock.ts';
import { gpuStockByPlace, type PlaceOfGpu } from './gpu-stock-by-place.ts';
import type { Operation } from './operation.ts';
import type { Wire } from './wire.ts';

export type GpuTypesAsked = {
  readonly gpuCount: number;
  readonly cloud: 'secure' | 'community' | 'any';
};

const number = z.number().nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();

const typeSchema = z.object({
  id: z.string().min(1),
  displayName: text,
  manufacturer: text,
  memoryInGb: number,
  maxGpuCount: number,
  secureCloud: flag,
  communityCloud: flag,
  securePrice: number,
  communityPrice: number,
  perCard: z.object({ minimumBidPrice: number }).nullish(),
  asked: z.object({ stockStatus: text }).nullish(),
});

export const gpuTypesOperation: Operation<GpuTypesAsked, readonly GpuType[]> = {
  action: () => 'list the GPU types',
  kind: 'read',
  document: `query gpuTypes($perCard: GpuLowestPriceInput!, $asked: GpuLowestPriceInput!) { gpuTypes {
    id displayName manufacturer memoryInGb maxGpuCount secureCloud communityCloud securePrice communityPrice
    perCard: lowestPrice(input: $perCard) { minimumBidPrice }
    asked: lowestPrice(input: $asked) { stockStatus }
  } }`,
  root: 'gpuTypes',
  sent({ gpuCount, cloud }) {
    const place = cloud === 'any' ? {} : { secureCloud: cloud === 'secure' };
    return { perCard: { gpuCount: 1, ...place }, asked: { gpuCount, ...place } };
  },
  read(value, reader) {
    if (!Array.isArray(value)) {
      return reader.fail('unexpected', 'RunPod answered without a list', 'Try again.');
    }
    const known = readEntries(value, { schema: typeSchema, what: 'GPU type', reader });
    // The sentinel stands for machines without a known card; nobody can rent it.
    const types = known.filter(({ id }) => id.toLowerCase() !== 'unknown');
    return {
      ok: true,
      value: types.map((type) => ({
        typeId: reader.clean(type.id),
        displayName: reader.clean(type.displayName ?? type.id),
        manufacturer: type.manufacturer ? reader.clean(type.manufacturer) : null,
        memoryGigabytes: positiveOf(type.memoryInGb),
        secureDollars: type.secureCloud === false ? null : positiveOf(type.securePrice),
        communityDollars: type.communityCloud === false ? null : positiveOf(type.communityPrice),
        lowestBidDollars: positiveOf(type.perCard?.minimumBidPrice),
        maxGpuCount: positiveOf(type.maxGpuCount),
        stock: stockOf(type.asked?.stockStatus),
        dataCentres: [],
      })),
    };
  },
};

/** Types and places, asked at once; where RunPod does not tell the places, the types are told without. */
export async function gpuTypes(
  wire: Wire,
  request: GpuTypesAsked,
  signal?: AbortSignal,
): Promise<CloudResult<readonly GpuType[]>> {
  const [types, places] = await Promise.all([
    wire.ask(gpuTypesOperation, request, signal),
    wire.ask(gpuStockByPlace, request, signal),
  ]);
  if (!types.ok) return types;
  if (!places.ok) return places.code === 'cancelled' ? places : types;
  return { ok: true, value: types.value.map((type) => withPlaces(type, places.value)) };
}

function withPlaces(type: GpuType, places: readonly PlaceOfGpu[]): GpuType {
  const its = places.filter(({ gpuTypeId }) => gpuTypeId === type.typeId);
  return { ...type, dataCentres: its.map(({ dataCentreId, stock }) => ({ id: dataCentreId, stock })) };
}
