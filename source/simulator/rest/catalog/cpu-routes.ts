/** CPU flavors, with what is to be had where that is asked for. */
import type { Market } from '../../cloud/market.ts';
import { invalid, Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { ok, type Route } from '../route.ts';
import { cpuLevelOf, cpus } from './cpus.ts';
import { countIn, wantsAvailability } from './filters.ts';
import { places } from './places.ts';

type Cpu = (typeof cpus)[number];

export function cpuRoutes({ market }: RestOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/catalog/cpus',
      answer({ query }) {
        const isAsked = asksAvailability(query);
        return ok({ cpus: cpus.map((cpu) => cpuObject(cpu, market, isAsked)) });
      },
    },
    {
      method: 'GET',
      path: '/catalog/cpus/:id',
      answer({ query, path }) {
        const cpu = cpus.find(({ id }) => id === path.id);
        if (cpu === undefined) throw new Problem(404, 'cpu flavor not found');
        return ok(cpuObject(cpu, market, asksAvailability(query)));
      },
    },
  ];
}

function asksAvailability(query: URLSearchParams): boolean {
  const isAsked = wantsAvailability(query, { products: ['POD', 'SERVERLESS'], filters: ['vcpuCount'] });
  const count = countIn(query, 'vcpuCount', 2);
  if (count !== null && !Number.isInteger(Math.log2(count)))
    throw invalid([`$.vcpuCount: ${count} must be a power of two`]);
  return isAsked;
}

function cpuObject(cpu: Cpu, market: Market, isAsked: boolean): unknown {
  if (!isAsked) return cpu;
  const dataCenters = places.map(({ id, name }) => ({
    id,
    name,
    availability: cpuLevelOf(cpu.id, id, market),
  }));
  return { ...cpu, availability: cpuLevelOf(cpu.id, null, market), dataCenters };
}
