/** RunPod's GPU types, with their prices in both clouds and their stock in the one that is asked for. */
import { z } from 'zod';
import { betterStock } from '../../fleet/stock.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import { positiveOf } from '../positive.ts';
import { readEntries } from '../read-entries.ts';
import type { GpuType } from '../resource-cloud.ts';
import { stockOf } from '../stock.ts';
import { askAll, type ListOperation } from './list.ts';
import type { Wire } from './wire.ts';

export type CatalogueAsked = { readonly gpuCount: number; readonly cloud: 'secure' | 'community' | 'any' };

/** `maxGpuCount` and the stock are of the cloud that was asked for; of any, the better of both. */
export async function gpuCatalogue(
  wire: Wire,
  { gpuCount, cloud }: CatalogueAsked,
  signal?: AbortSignal,
): Promise<CloudResult<readonly GpuType[]>> {
  if (cloud !== 'any') return askAll(wire, { list: gpusOfCloud, input: { gpuCount, cloud }, signal });
  // RunPod answers for one cloud at a time: the secure one where none is named.
  const [secure, community] = await Promise.all([
    askAll(wire, { list: gpusOfCloud, input: { gpuCount, cloud: 'secure' }, signal }),
    askAll(wire, { list: gpusOfCloud, input: { gpuCount, cloud: 'community' }, signal }),
  ]);
  if (!secure.ok) return secure;
  return community.ok ? { ok: true, value: joined(secure.value, community.value) } : community;
}

type CloudAsked = { readonly gpuCount: number; readonly cloud: 'secure' | 'community' };

const number = z.number().nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();

const schema = z.object({
  id: z.string().min(1),
  name: text,
  manufacturer: text,
  memory: number,
  secure: flag,
  community: flag,
  price: z.object({ secure: number, community: number }).nullish(),
  maxCount: z.object({ secure: number, community: number }).nullish(),
  availability: text,
  dataCenters: z.array(z.object({ id: z.string().min(1), availability: text }).nullable()).nullish(),
});

const gpusOfCloud: ListOperation<CloudAsked, GpuType> = {
  action: ({ cloud }) => `list the GPU types of the ${cloud} cloud`,
  path: () => '/catalog/gpus',
  query: ({ gpuCount, cloud }) => ({
    include: 'AVAILABILITY',
    product: 'POD',
    count: Math.max(1, gpuCount),
    cloud: cloud.toUpperCase(),
  }),
  key: 'gpus',
  read(entries, reader, { cloud }) {
    const known = readEntries(entries, { schema, what: 'GPU type', reader });
    // The sentinel stands for machines without a known card; nobody can rent it.
    const types = known.filter(({ id }) => id.toLowerCase() !== 'unknown');
    return { ok: true, value: types.map((type) => gpuTypeOf(type, cloud, reader)) };
  },
};

function gpuTypeOf(
  wire: z.infer<typeof schema>,
  cloud: 'secure' | 'community',
  { clean }: AnswerReader,
): GpuType {
  return {
    typeId: clean(wire.id),
    displayName: clean(wire.name ?? wire.id),
    manufacturer: wire.manufacturer ? clean(wire.manufacturer) : null,
    memoryGigabytes: positiveOf(wire.memory),
    secureDollars: wire.secure === false ? null : positiveOf(wire.price?.secure),
    communityDollars: wire.community === false ? null : positiveOf(wire.price?.community),
    lowestBidDollars: null,
    maxGpuCount: positiveOf(wire.maxCount?.[cloud]),
    stock: stockOf(wire.availability),
    dataCentres: (wire.dataCenters ?? []).flatMap((each) =>
      each === null ? [] : [{ id: clean(each.id, 64).toUpperCase(), stock: stockOf(each.availability) }],
    ),
  };
}

/** Prices are in both answers. */
function joined(secure: readonly GpuType[], community: readonly GpuType[]): readonly GpuType[] {
  const others = new Map(community.map((type) => [type.typeId, type]));
  const both = secure.map((type): GpuType => {
    const other = others.get(type.typeId);
    if (other === undefined) return type;
    return {
      ...type,
      maxGpuCount: Math.max(type.maxGpuCount ?? 0, other.maxGpuCount ?? 0) || null,
      stock: betterStock(type.stock, other.stock),
      dataCentres: joinedPlaces(type.dataCentres, other.dataCentres),
    };
  });
  const known = new Set(secure.map(({ typeId }) => typeId));
  return [...both, ...community.filter(({ typeId }) => !known.has(typeId))];
}

type Places = GpuType['dataCentres'];

function joinedPlaces(some: Places, others: Places): Places {
  const places = new Map(some.map((place) => [place.id, place.stock]));
  for (const { id, stock } of others) places.set(id, betterStock(places.get(id) ?? null, stock));
  return [...places].map(([id, stock]) => ({ id, stock }));
}
