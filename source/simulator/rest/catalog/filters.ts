/** What the catalogue is asked for: comma-separated words, and which of them go together. */
import { invalid, Problem } from '../problem.ts';

/** Empty: it was not said. Throws a 422 for a word that is none of them. */
export function wordsIn(query: URLSearchParams, name: string, allowed: readonly string[]): readonly string[] {
  const words = partsIn(query, name);
  if (words.some((word) => !allowed.includes(word)))
    throw invalid([`$.${name}: value must be one of ${allowed.map((word) => `'${word}'`).join(', ')}`]);
  return words;
}

export function partsIn(query: URLSearchParams, name: string): readonly string[] {
  const text = query.get(name);
  return text === null || text === '' ? [] : text.split(',');
}

/** null: it was not said. Throws a 422 for what is no whole number from `least` on. */
export function countIn(query: URLSearchParams, name: string, least: number): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,6}$/.test(text) || Number(text) < least)
    throw invalid([`$.${name}: '${text}' must be an integer of at least ${least}`]);
  return Number(text);
}

/**
 * True where availability is asked for. It differs by product, so `product` has to be said with it; without it, neither
 * `product` nor any of the filters means anything. Throws a 400.
 */
export function wantsAvailability(
  query: URLSearchParams,
  options: { readonly products: readonly string[]; readonly filters: readonly string[] },
): boolean {
  const isWanted = wordsIn(query, 'include', ['AVAILABILITY']).length > 0;
  const products = wordsIn(query, 'product', options.products);
  if (isWanted && products.length === 0)
    throw new Problem(400, 'product is required with include=AVAILABILITY');
  if (isWanted) return true;
  const stray = ['product', ...options.filters].find((name) => query.has(name));
  if (stray !== undefined) throw new Problem(400, `${stray} is valid only with include=AVAILABILITY`);
  return false;
}
