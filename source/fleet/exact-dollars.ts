/** Prices of pods and cards in dollars, the way RunPod names them. Pure. */

/** "0.40", and "0.125" where a tenth of a cent is part of the price: a bid that is rounded to cents is another bid. */
export function exactDollars(dollars: number): string {
  const [whole, tail] = dollars.toFixed(3).split(/(?<=\.\d\d)/);
  return `${whole}${tail === '0' ? '' : tail}`;
}
