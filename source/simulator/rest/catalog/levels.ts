/** How much there is, in REST's words: upper case, and never nothing at all. */

export type Level = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH';

export function levelOf(stock: string | null): Level {
  const word = stock?.toUpperCase();
  return word === 'LOW' || word === 'MEDIUM' || word === 'HIGH' ? word : 'NONE';
}
