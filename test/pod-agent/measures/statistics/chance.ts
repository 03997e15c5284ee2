/** Chance that comes out the same each time: a linear congruential generator, and values drawn with it. */

export type Chance = { uniform(): number; normal(): number };

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const uniform = () => {
    // Numerical Recipes' constants; the low bits are poor, and the quotient leaves them behind.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return {
    uniform,
    // Box and Muller.
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Around `mean`, each value keeping the share `memory` of how far the one before it was off. */
export function drawSeries(
  chance: Chance,
  about: {
    readonly count: number;
    readonly mean: number;
    readonly deviation: number;
    readonly memory?: number;
  },
): readonly number[] {
  const { count, mean, deviation, memory = 0 } = about;
  let off = chance.normal();
  return Array.from({ length: count }, () => {
    off = memory * off + Math.sqrt(1 - memory ** 2) * chance.normal();
    return mean + deviation * off;
  });
}
