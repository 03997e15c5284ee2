/** How stocks of one GPU compare. */
import type { GpuType, Stock } from './catalogue.ts';

/** The better ones first; what nobody said is worth less than nothing in stock. */
export const stocksBestFirst: readonly Stock[] = ['high', 'medium', 'low', 'none', null];

/** Where either of two is as good. */
export function betterStock(one: Stock, other: Stock): Stock {
  return stocksBestFirst.indexOf(one) <= stocksBestFirst.indexOf(other) ? one : other;
}

/**
 * The best that is told of it. RunPod has one word for the type, where it chooses the region itself, and one for each
 * region: the first may be none while a region has plenty.
 */
export function bestStock({ stock, dataCentres }: Pick<GpuType, 'stock' | 'dataCentres'>): Stock {
  return dataCentres.map((place) => place.stock).reduce(betterStock, stock);
}
