/** How much less the slices of a run say than as many independent values would. Pure. */
import { ranksOf } from './ranks.ts';

/** Beyond that a run is one single drift, and no factor makes up for it. */
const strongest = 0.9;

/**
 * What the variance of a rank statistic has to be multiplied by: (1 + r) / (1 - r), r being the correlation of neighbouring
 * slices within the runs, as of a first-order autoregression (Bayley and Hammersley 1946). It is taken of ranks, as the test
 * itself is, each run by itself, so that a difference between the runs does not count. An estimate from few values errs by
 * about sqrt((1 - r^2) / n), and so much is added to it: without that, one false alarm in twenty would be one in eight where
 * r is 0.5. Never below 1, since neighbours that repel each other are most often chance.
 */
export function varianceFactorOf(runs: readonly (readonly number[])[]): number {
  const long = runs.filter((run) => run.length >= 4);
  const count = long.reduce((sum, run) => sum + run.length, 0);
  if (count === 0) return 1;
  const mean = long.reduce((sum, run) => sum + (run.length / count) * neighbourCorrelation(run), 0);
  const bounded = Math.min(strongest, Math.max(0, mean));
  const r = Math.min(strongest, bounded + Math.sqrt((1 - bounded ** 2) / count));
  return (1 + r) / (1 - r);
}

/** The raw estimate r is too low by about (1 + 3r) / n (Marriott and Pope 1954); this undoes it. */
function neighbourCorrelation(run: readonly number[]): number {
  const ranks = ranksOf(run);
  const mean = (run.length + 1) / 2;
  const squares = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  if (squares === 0) return 0;
  const products = ranks
    .slice(1)
    .reduce((sum, rank, before) => sum + (rank - mean) * ((ranks[before] ?? mean) - mean), 0);
  return (run.length * (products / squares) + 1) / (run.length - 3);
}
