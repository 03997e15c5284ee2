/** Two bindings on one key in one context: the second would never be heard. */
import type { Binding } from '../../../../source/ui/keys/binding.ts';

export function clashesOf(bindings: readonly Binding[]): string[] {
  const owners = new Map<string, string>();
  const clashes: string[] = [];
  for (const binding of bindings) {
    for (const context of binding.contexts) {
      for (const key of binding.keys) {
        const place = `${context} ${key}`;
        const owner = owners.get(place);
        if (owner === undefined) owners.set(place, binding.id);
        else clashes.push(`${owner} and ${binding.id} both want "${key}" in ${context}`);
      }
    }
  }
  return clashes;
}
