/** Moving in whatever pane has the keys. */
import type { Movement } from '../state/action.ts';
import type { Binding } from './binding.ts';

export const movementBindings: readonly Binding[] = [
  movement('move.down', ['j', 'down'], 'down', { rows: 1 }),
  movement('move.up', ['k', 'up'], 'up', { rows: -1 }),
  movement('move.first', ['g', 'home'], 'to the top', 'first'),
  movement('move.last', ['G', 'end'], 'to the bottom', 'last'),
  movement('move.page-down', ['pagedown'], 'a page down', { pages: 1 }),
  movement('move.page-up', ['pageup'], 'a page up', { pages: -1 }),
  movement('move.half-down', ['ctrl+d'], 'half a page down', { pages: 0.5 }),
  movement('move.half-up', ['ctrl+u'], 'half a page up', { pages: -0.5 }),
];

function movement(id: string, keys: readonly string[], label: string, by: Movement): Binding {
  return {
    id,
    keys,
    contexts: ['list', 'detail', 'health', 'output', 'jobs', 'releases', 'release', 'table', 'logs'],
    label,
    action: { kind: 'move', by },
  };
}
