/** Data centres, with what they have of each card where that is asked for. */
import type { Market } from '../../cloud/market.ts';
import { gpuModels } from '../../machine/gpu-models.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { ok, type Route } from '../route.ts';
import { cpuLevelOf, cpus } from './cpus.ts';
import { partsIn, wordsIn } from './filters.ts';
import { levelOf } from './levels.ts';
import { type Place, places } from './places.ts';

const compliance = ['SOC_2_TYPE_2'];
const regions = [
  ...['NORTH_AMERICA', 'SOUTH_AMERICA', 'EUROPE', 'ASIA', 'MIDDLE_EAST'],
  ...['AFRICA', 'OCEANIA', 'ANTARCTICA', 'UNKNOWN'],
];

export function dataCenterRoutes({ market }: RestOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/catalog/datacenters',
      answer: ({ query }) =>
        ok({
          dataCenters: places
            .filter((place) => isMeant(place, query))
            .map((place) => dataCenterObject(place, market, query)),
        }),
    },
    {
      method: 'GET',
      path: '/catalog/datacenters/:id',
      answer({ path, query }) {
        const place = places.find(({ id }) => id === path.id);
        if (place === undefined) throw new Problem(404, 'data center not found');
        return ok(dataCenterObject(place, market, query));
      },
    },
  ];
}

/** Regions are one or the other; what else is asked for must all be there. */
function isMeant(place: Place, query: URLSearchParams): boolean {
  const inRegions = wordsIn(query, 'regions', regions);
  const types = wordsIn(query, 'networkVolumeTypes', ['STANDARD', 'HIGH_PERFORMANCE']);
  const held = partsIn(query, 'compliance');
  const networked = query.get('globalNetwork');
  return (
    (inRegions.length === 0 || inRegions.includes(place.region)) &&
    types.every((type) => place.networkVolumeTypes.some((each) => each === type)) &&
    held.every((each) => compliance.includes(each)) &&
    networked !== 'false'
  );
}

function dataCenterObject(
  { country: _country, ...place }: Place,
  market: Market,
  query: URLSearchParams,
): unknown {
  const wanted = wordsIn(query, 'include', ['GPU_AVAILABILITY', 'CPU_AVAILABILITY']);
  const gpus = Object.values(gpuModels).map(({ typeId, displayName }) => ({
    id: typeId,
    name: displayName,
    availability: levelOf(market.stockOf(typeId, place.id)),
  }));
  const flavors = cpus.map(({ id, name }) => ({ id, name, availability: cpuLevelOf(id, place.id, market) }));
  return {
    ...place,
    compliance,
    globalNetwork: true,
    ...(wanted.includes('GPU_AVAILABILITY') ? { gpuAvailability: gpus } : {}),
    ...(wanted.includes('CPU_AVAILABILITY') ? { cpuAvailability: flavors } : {}),
  };
}
