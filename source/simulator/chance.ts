/**
 * Chance without a state: every value is a function of a seed, a channel and a point in time, so that the same second
 * of the same simulation always looks the same, in whatever order it is asked for.
 */

/** An unsigned 32-bit mix of three integers (the finaliser of MurmurHash3). */
export function mix(first: number, second: number, third = 0): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 0 (included) to 1 (excluded). */
export function fraction(seed: number, channel: number, at = 0): number {
  return mix(seed, channel, at) / 0x1_0000_0000;
}

/** Wanders between 0 and 1: a random value every `periodSeconds`, with a smooth way between them. */
export function wander(
  seed: number,
  channel: number,
  at: { readonly second: number; readonly periodSeconds: number },
): number {
  const position = at.second / at.periodSeconds;
  const knot = Math.floor(position);
  const way = position - knot;
  const eased = way * way * (3 - 2 * way);
  const from = fraction(seed, channel, knot);
  return from + (fraction(seed, channel, knot + 1) - from) * eased;
}

/** `length` characters of the alphabet. */
export function letters(
  seed: number,
  options: { readonly length: number; readonly alphabet: string },
): string {
  let text = '';
  for (let at = 0; at < options.length; at++) {
    text += options.alphabet[mix(seed, at, 71) % options.alphabet.length];
  }
  return text;
}

/** One of the list; the list must not be empty. */
export function pick<Item>(list: readonly [Item, ...Item[]], seed: number, channel: number): Item {
  return list[mix(seed, channel, 7) % list.length] ?? list[0];
}
