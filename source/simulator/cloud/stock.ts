/** How much of a card is free: a word that changes every few minutes, and is sometimes written in lower case. */
import { mix } from '../chance.ts';

export type Stock = (typeId: string, place: number) => string | null;

const holdsMs = 300_000;
const words = ['High', 'Medium', 'Low', 'None', null] as const;

/** Place 0 is everywhere; the others are data centres. null: the API says nothing. */
export function createStock(options: { readonly seed: number; wallMs(): number }): Stock {
  return (typeId, place) => {
    const period = Math.floor(options.wallMs() / holdsMs);
    const chance = mix(
      options.seed + period,
      typeId.length * 31 + typeId.charCodeAt(typeId.length - 1),
      place,
    );
    const word = words[chance % words.length] ?? null;
    return word !== null && chance % 7 === 0 ? word.toLowerCase() : word;
  };
}

export function isFree(stockStatus: string | null): boolean {
  return stockStatus !== null && stockStatus.toLowerCase() !== 'none';
}
