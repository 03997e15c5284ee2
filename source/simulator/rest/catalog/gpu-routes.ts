/** GPU types: prices for one card, and with `include=AVAILABILITY` what is to be had where. The stock is GraphQL's. */
import { type CudaWish, cudaHosts, suits } from '../../cloud/cuda-hosts.ts';
import { largestCount } from '../../cloud/gpu-type-fields.ts';
import type { Market } from '../../cloud/market.ts';
import { type GpuModel, gpuModels } from '../../machine/gpu-models.ts';
import { invalid, Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { ok, type Route } from '../route.ts';
import { countIn, partsIn, wantsAvailability, wordsIn } from './filters.ts';
import { levelOf } from './levels.ts';
import { places } from './places.ts';

const filters = ['count', 'cloud', 'countryCodes', 'cudaVersions', 'minCudaVersion'];
const models: readonly GpuModel[] = Object.values(gpuModels);

export function gpuRoutes({ market }: RestOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/catalog/gpus',
      answer({ query }) {
        const asked = askedIn(query);
        const shown = models.filter(
          (model) => asked === null || asked.countries.length === 0 || isSomewhere(model, asked),
        );
        return ok({ gpus: [...shown.map((model) => gpuObject(model, market, asked)), sentinel] });
      },
    },
    {
      method: 'GET',
      path: '/catalog/gpus/:id',
      answer({ query, path }) {
        const asked = askedIn(query);
        const model = models.find(({ typeId }) => typeId === path.id);
        if (model === undefined) throw new Problem(404, 'gpu type not found');
        return ok(gpuObject(model, market, asked));
      },
    },
  ];
}

/** For machines without a known card, as in GraphQL. */
const sentinel = {
  id: 'unknown',
  name: 'unknown',
  pool: null,
  manufacturer: 'UNKNOWN',
  memory: 0,
  secure: false,
  community: false,
  price: { secure: 0, community: 0 },
  maxCount: { secure: 0, community: 0 },
};

type Asked = {
  readonly count: number;
  readonly isCommunity: boolean;
  readonly countries: readonly string[];
  readonly cuda: CudaWish;
};

/** null: availability was not asked for. */
function askedIn(query: URLSearchParams): Asked | null {
  if (!wantsAvailability(query, { products: ['POD', 'CLUSTER', 'SERVERLESS'], filters })) return null;
  const countries = partsIn(query, 'countryCodes');
  const allowed = partsIn(query, 'cudaVersions');
  const atLeast = query.get('minCudaVersion');
  mustFit('countryCodes', countries, /^[A-Z]{2}$/);
  mustFit('cudaVersions', allowed, /^\d+\.\d+$/);
  if (atLeast !== null) mustFit('minCudaVersion', [atLeast], /^\d+(\.\d+)?$/);
  if (allowed.length > 0 && atLeast !== null)
    throw new Problem(400, 'cudaVersions and minCudaVersion are mutually exclusive');
  return {
    count: countIn(query, 'count', 1) ?? 1,
    isCommunity: wordsIn(query, 'cloud', ['SECURE', 'COMMUNITY'])[0] === 'COMMUNITY',
    countries,
    cuda: { allowed, atLeast },
  };
}

function mustFit(name: string, words: readonly string[], pattern: RegExp): void {
  const wrong = words.find((word) => !pattern.test(word));
  if (wrong !== undefined)
    throw invalid([`$.${name}: '${wrong}' does not match pattern '${pattern.source}'`]);
}

function gpuObject(model: GpuModel, market: Market, asked: Asked | null): unknown {
  const { secure, community } = market.pricesOf(model);
  const inCommunity = model.vendor === 'nvidia';
  return {
    id: model.typeId,
    name: model.displayName,
    pool: null,
    manufacturer: inCommunity ? 'NVIDIA' : 'AMD',
    memory: model.rentedGigabytes,
    secure: true,
    community: inCommunity,
    price: { secure, community },
    maxCount: { secure: largestCount, community: inCommunity ? largestCount : 0 },
    ...(asked === null ? {} : availabilityOf(model, market, asked)),
  };
}

function availabilityOf(model: GpuModel, market: Market, asked: Asked): object {
  const versions =
    model.vendor === 'nvidia' ? cudaHosts.filter(({ version }) => suits(version, asked.cuda)) : [];
  const cudaVersions = versions.map(({ version, isFree }) => ({ version, available: isFree }));
  const shownVersions = cudaVersions.length === 0 ? {} : { cudaVersions };
  const there = isSomewhere(model, asked) ? placesIn(asked) : [];
  if (there.length === 0) return { availability: 'NONE', ...shownVersions };
  const dataCenters = there.map(({ id, name }) => ({
    id,
    name,
    availability: levelOf(market.stockOf(model.typeId, id)),
  }));
  const overall = asked.countries.length === 0 ? market.stockOf(model.typeId, null) : best(dataCenters);
  return { availability: levelOf(overall), dataCenters, ...shownVersions };
}

function isSomewhere(model: GpuModel, asked: Asked): boolean {
  const isOffered = !asked.isCommunity || model.vendor === 'nvidia';
  const isNarrowed = asked.cuda.allowed.length > 0 || asked.cuda.atLeast !== null;
  const hasHost =
    !isNarrowed || cudaHosts.some(({ version, isFree }) => isFree && suits(version, asked.cuda));
  return isOffered && hasHost && asked.count <= largestCount && placesIn(asked).length > 0;
}

function placesIn({ countries }: Asked) {
  return places.filter(({ country }) => countries.length === 0 || countries.includes(country));
}

function best(dataCenters: readonly { readonly availability: string }[]): string {
  return (
    ['HIGH', 'MEDIUM', 'LOW'].find((level) =>
      dataCenters.some(({ availability }) => availability === level),
    ) ?? 'NONE'
  );
}
