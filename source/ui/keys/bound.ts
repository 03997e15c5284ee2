/** The bindings of a console: those of the table, with the keys that the operator has chosen. */
import type { Binding } from './binding.ts';
import { bindings } from './bindings.ts';
import { keyLabel } from './key-label.ts';
import { type KeyWishes, rebind } from './rebind.ts';

const kept = new WeakMap<KeyWishes, readonly Binding[]>();

/** Wishes that cannot be followed change nothing: who starts the console has told what is wrong with them. */
export function boundBindings(wishes: KeyWishes): readonly Binding[] {
  const known = kept.get(wishes);
  if (known !== undefined) return known;
  const rebound = rebind(bindings, wishes);
  const found = rebound.ok ? rebound.bindings : bindings;
  kept.set(wishes, found);
  return found;
}

export type KeyTaste = {
  /** "Enter" in place of its sign. */
  readonly plain?: boolean;
  /** Of several keys the first that looks so, where one does. */
  readonly liked?: RegExp;
};

/** A key that is one character: what a row of answers names, rather than Esc. */
export const oneCharacter = /^.$/u;

/** The key of a binding, as text of the screen names it: "x". */
export function keyOf(
  id: string,
  { keyWishes }: { readonly keyWishes: KeyWishes },
  { plain = false, liked }: KeyTaste = {},
): string {
  const keys = boundBindings(keyWishes).find((binding) => binding.id === id)?.keys ?? [];
  const key = keys.find((each) => liked?.test(each) === true) ?? keys[0] ?? '';
  return keyLabel(key, { plain });
}
