/** How large the form and the plan are: as large as the screen allows, and the same, so that nothing jumps between them. */
import type { Frame } from '../../frame.ts';

export function deployBoxSize({ size }: Frame): { readonly width: number; readonly height: number } {
  return { width: Math.min(112, size.columns - 2), height: Math.min(40, size.rows - 2) };
}
