/** Where more connections stop to bring more: the knee of a series of loads. Pure. */

export type Level = {
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number | null;
};

const leastGrowth = 1.1;
/** Half of what a server at its limit shows: there all waiting grows with the connections, by Little's law. */
const proportion = 0.5;

/**
 * The first level after which throughput grows by less than 10 % while the median grows in proportion to the connections;
 * null where throughput still grows at the last one, or no level has answers.
 */
export function kneeOf(levels: readonly Level[]): Level | null {
  const found = levels.find((level, position) => {
    const next = levels[position + 1];
    return next !== undefined && isKnee(level, next);
  });
  return found ?? null;
}

export function bestOf<One extends Level>(levels: readonly One[]): One | null {
  const best = levels.reduce<One | null>(
    (so, level) => (so === null || level.requestsPerSecond > so.requestsPerSecond ? level : so),
    null,
  );
  return best === null || best.requestsPerSecond === 0 ? null : best;
}

function isKnee(level: Level, next: Level): boolean {
  if (level.requestsPerSecond === 0 || level.p50Ms === null || next.p50Ms === null) return false;
  const growth = next.requestsPerSecond / level.requestsPerSecond;
  const slowdown = next.p50Ms / level.p50Ms;
  return growth < leastGrowth && slowdown >= 1 + proportion * (next.connections / level.connections - 1);
}
