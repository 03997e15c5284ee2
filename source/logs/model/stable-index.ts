/** The same name has the same colour, in this run and in the next. */

/** FNV-1a (Fowler, Noll, Vo), brought into 0 up to `count`. */
export function stableIndex(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % count;
}
