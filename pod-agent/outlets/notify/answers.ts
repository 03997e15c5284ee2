/** What a receiver's answers, or their absence, change in the memory of what it was told. Pure. */
import type { Followed, Told } from './follow-alert.ts';
import type { Memory } from './news.ts';

/** What the receiver holds of each alert, by fingerprint, once it has taken a request; null: that it is over. */
export type Tells = ReadonlyMap<string, Told | null>;

export function taken(memory: Memory, tells: Tells): Memory {
  return changed(memory, tells.keys(), (followed, name) => ({
    ...followed,
    taken: tells.get(name) ?? null,
  }));
}

/**
 * It may have been taken, although no answer came. If it is lost, what goes on is told again as going on, and what is
 * over is told to be over.
 */
export function perhapsTaken(memory: Memory, tells: Tells): Memory {
  return changed(memory, tells.keys(), (followed, name) => {
    const told = tells.get(name) ?? null;
    return followed.taken !== null || told === null
      ? followed
      : { ...followed, taken: { ...told, atMs: Number.NEGATIVE_INFINITY } };
  });
}

/** What is refused is told again when it is due again; an end is due again after a while, if the alert had been taken. */
export function refused(memory: Memory, names: Iterable<string>, nowMs: number): Memory {
  return changed(memory, names, (followed) =>
    followed.told === null && followed.taken !== null
      ? { ...followed, told: followed.taken, refusedAtMs: nowMs }
      : followed,
  );
}

/**
 * The last that was to be told of these alerts has not been heard, and nothing that waits tells of them. The receiver
 * holds what it took last, and the next report is compared with that: what goes on is told anew, an end again.
 */
export function lost(memory: Memory, names: Iterable<string>): Memory {
  return changed(memory, names, (followed) => ({ ...followed, told: followed.taken }));
}

function changed(
  memory: Memory,
  names: Iterable<string>,
  change: (followed: Followed, name: string) => Followed,
): Memory {
  const next = new Map(memory);
  for (const name of names) {
    const followed = memory.get(name);
    if (followed !== undefined) next.set(name, change(followed, name));
  }
  return next;
}
