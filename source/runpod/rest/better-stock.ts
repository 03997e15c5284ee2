/** How stocks of one GPU compare. */
import type { GpuOffer } from '../deploy-cloud.ts';

type Stock = GpuOffer['stock'];

const worstFirst: readonly Stock[] = [null, 'none', 'low', 'medium', 'high'];

/** Where either of two is as good; what nobody said is worth less than nothing in stock. */
export function betterStock(one: Stock, other: Stock): Stock {
  return worstFirst.indexOf(one) >= worstFirst.indexOf(other) ? one : other;
}
