/** CPU flavors: shown, and rented to nobody here. Prices are made up. */
import type { Market } from '../../cloud/market.ts';
import { type Level, levelOf } from './levels.ts';

export const cpus = [
  {
    id: 'cpu3c',
    name: 'Compute-Optimized',
    group: 'Gen 3',
    vcpu: { min: 2, max: 32 },
    ramGbPerVcpu: 2,
    price: { securePerVcpu: 0.03, serverlessPerVcpu: 0.025 },
  },
  {
    id: 'cpu5c',
    name: 'Compute-Optimized',
    group: 'Gen 5',
    vcpu: { min: 2, max: 32 },
    ramGbPerVcpu: 2,
    price: { securePerVcpu: 0.035, serverlessPerVcpu: 0.03 },
  },
] as const;

/** null: everywhere. */
export function cpuLevelOf(id: string, dataCenterId: string | null, market: Market): Level {
  return levelOf(market.stockOf(id, dataCenterId));
}
