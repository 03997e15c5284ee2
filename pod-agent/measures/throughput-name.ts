/** Names of the series of throughput, by which a comparison knows how many connections asked at once. Pure. */

export function throughputName(connections: number): string {
  return `${connections} connections requests per second`;
}

/** One connection asks one thing after the other: its throughput is nothing but the time of an answer, turned over. */
export const singleConnection = throughputName(1);
