/** A bid for a spot pod that RunPod is going to refuse, as far as anybody can tell: what is the lowest changes by the minute. */

/**
 * The lowest bid that RunPod names for any of the GPUs, in dollars for one card and hour, where `bidDollars` is below it.
 * null: the bid may do, or RunPod has not named the lowest of each.
 */
export function lowestBidAbove(bidDollars: number, lowestBids: readonly (number | null)[]): number | null {
  const known = lowestBids.filter((lowest) => lowest !== null);
  if (known.length === 0 || known.length < lowestBids.length) return null;
  const lowest = Math.min(...known);
  return bidDollars < lowest ? lowest : null;
}
