/** Several tests at once: p-values that keep the chance of one false alarm among all of them. Pure. */

/**
 * Holm's step-down correction (1979): the smallest of k p-values times k, the next times k - 1, and so on, none below the one
 * before it and none above 1. In the order given.
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, position) => position).sort((a, b) => at(pValues, a) - at(pValues, b));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  for (const [step, position] of order.entries()) {
    highest = Math.max(highest, Math.min(1, at(pValues, position) * (pValues.length - step)));
    adjusted[position] = highest;
  }
  return adjusted;
}

function at(pValues: readonly number[], position: number): number {
  return pValues[position] ?? 1;
}
