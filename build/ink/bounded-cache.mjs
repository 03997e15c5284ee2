/**
 * A cache that forgets what has not been asked for lately: it holds the newest `limit` entries, and as many of those
 * before them, of which the ones asked for again become new.
 */
export function createBoundedCache(limit) {
  let young = new Map();
  let old = new Map();

  function get(key) {
    const value = young.get(key);
    if (value !== undefined) return value;
    const aged = old.get(key);
    if (aged !== undefined) set(key, aged);
    return aged;
  }

  function set(key, value) {
    if (young.size >= limit) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  }

  return { get, set };
}
