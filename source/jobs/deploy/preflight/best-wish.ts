/** The wish that is asked for first: the first with stock, else the first at all. */
import type { Wish, Wishes } from '../pods/wishes.ts';

/** null: none of them may be asked for. */
export function bestWish({ wishes }: Wishes): Wish | null {
  const open = wishes.filter(({ skipped, offer }) => skipped === null && offer !== null);
  return open.find(({ offer }) => offer?.stock !== 'none') ?? open[0] ?? null;
}
