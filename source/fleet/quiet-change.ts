/** What is to become of quiet alerts, and what becomes of those that somebody else may have changed meanwhile. Pure. */
import type { Quiet } from './quiet.ts';

export type QuietChange =
  | { readonly kind: 'quiet'; readonly quiet: Quiet }
  /** The operator wants it so. */
  | { readonly kind: 'loud' }
  /** What was made quiet at that moment is so no longer; made quiet anew, by another console, it stays. */
  | { readonly kind: 'ended'; readonly atMs: number };

/** By the alert's key. */
export type QuietChanges = ReadonlyMap<string, QuietChange>;

/** As the operator wants it; null: loud. */
export function changeTo(quiet: Quiet | null): QuietChange {
  return quiet === null ? { kind: 'loud' } : { kind: 'quiet', quiet };
}

export function quietAfter(
  found: ReadonlyMap<string, Quiet>,
  changes: QuietChanges,
): ReadonlyMap<string, Quiet> {
  if (changes.size === 0) return found;
  const all = new Map(found);
  for (const [key, change] of changes)
    if (change.kind === 'quiet') all.set(key, change.quiet);
    else if (change.kind === 'loud' || all.get(key)?.atMs === change.atMs) all.delete(key);
  return all;
}
