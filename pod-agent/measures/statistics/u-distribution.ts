/** How the Mann-Whitney statistic U is distributed where both samples come from one distribution without ties. Pure. */

/** Beyond that the normal approximation is as good, and counts would outgrow what a number holds exactly. */
export const largestExactCount = 20;

/**
 * P(U <= u) for each u from 0 to m*n. The number of orders with each U are the coefficients of the Gaussian binomial
 * product of (1 - x^(n+i)) / (1 - x^i), i = 1 to m (Mann and Whitney 1947).
 */
export function cumulativeU(m: number, n: number): readonly number[] {
  const counts = new Array<number>(m * n + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= m; i += 1) {
    for (let u = m * n; u >= n + i; u -= 1) counts[u] = at(counts, u) - at(counts, u - n - i);
    for (let u = i; u <= m * n; u += 1) counts[u] = at(counts, u) + at(counts, u - i);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum / total;
  });
}

function at(counts: readonly number[], position: number): number {
  return counts[position] ?? 0;
}
