/** The known word that a mistyped one most likely means, or null when none is near: at most a third of it differs. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(plain(word), plain(candidate));
    if (distance <= Math.ceil(candidate.length / 3) && (best === null || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best === null ? null : best.word;
}

/** `api_key`, `api-key` and `APIKEY` are all `apikey`. */
function plain(word: string): string {
  return word.slice(0, 60).toLowerCase().replace(/[_-]/g, '');
}

/** Insertions, deletions and replacements that lead from one to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
