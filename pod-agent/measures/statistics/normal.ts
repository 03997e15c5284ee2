/** Tails of the normal distribution. Pure. */

/** The share of a standard normal distribution that is farther from 0 than `z` on either side: erfc(z / sqrt 2). */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 2 ? 1 - errorFunction(x) : tailFraction(x);
}

/** erf(x) = 2/sqrt(pi) * sum of (-1)^k x^(2k+1) / (k! (2k+1)): quick to settle where x is small. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; k < 60; k += 1) {
    term *= -(x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Laplace's continued fraction, exp(-x^2)/sqrt(pi) * 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))): good where x is large. */
function tailFraction(x: number): number {
  let below = x;
  for (let k = 60; k >= 1; k -= 1) below = x + k / 2 / below;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / below;
}
