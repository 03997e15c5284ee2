/** Finding a binding by typing. */
import type { Binding } from './binding.ts';
import { keyLabel } from './key-label.ts';

/** Every word of the query must stand in the key, the label or the id. */
export function foundInHelp(bindings: readonly Binding[], query: string): readonly Binding[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return bindings.filter((binding) => words.every((word) => haystackOf(binding).includes(word)));
}

function haystackOf(binding: Binding): string {
  const keys = binding.keys.map((key) => keyLabel(key, { plain: true })).join(' ');
  return `${keys} ${binding.label} ${binding.id}`.toLowerCase();
}
