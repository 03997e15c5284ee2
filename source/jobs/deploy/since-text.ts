/** Since when a step is as it is. */
import type { RememberedStep } from '../releases/step-memory.ts';

export function sinceText(last: RememberedStep | undefined): string {
  if (last === undefined) return 'Unchanged.';
  const at = new Date(last.atMs).toISOString().slice(0, 16).replace('T', ' ');
  return `Unchanged since ${last.releaseId ?? `${at} UTC`}.`;
}
