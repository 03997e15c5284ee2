/** Two bindings on one key in one context: the second would never be heard. */
import type { Binding, Context } from './binding.ts';

export type Clash = {
  /** Who has the key, and who would not be heard. */
  readonly owner: Binding;
  readonly other: Binding;
  readonly key: string;
  readonly context: Context;
};

export function clashesOf(bindings: readonly Binding[]): readonly Clash[] {
  const owners = new Map<string, Binding>();
  const clashes: Clash[] = [];
  for (const other of bindings) {
    for (const context of other.contexts) {
      for (const key of other.keys) {
        const place = `${context} ${key}`;
        const owner = owners.get(place);
        if (owner === undefined) owners.set(place, other);
        else clashes.push({ owner, other, key, context });
      }
    }
  }
  return clashes;
}
