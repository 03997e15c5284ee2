/** Where the detail of a pod would stand, while none is selected. */
import type { Span } from '../../draw/paint.ts';
import { keyOf } from '../../keys/bound.ts';
import type { KeyWishes } from '../../keys/rebind.ts';

export function noPodSpans(view: { readonly keyWishes: KeyWishes }): Span[] {
  const [down, up] = [keyOf('move.down', view), keyOf('move.up', view)];
  return [' ', [`no pod is selected: ${down} and ${up} move through the list`, 'dim']];
}
