/** The known name that a mistyped one most likely means. */

const prefix = /^POD_AGENT_/;
/** Longer than any name of ours; what is longer is no mistyping of one. */
const maxLength = 60;

/** @returns The nearest of `known`, or null where none is near: at most a third of it may differ. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > maxLength) return null;
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const wanted = candidate.replace(prefix, '');
    const distance = editDistance(name.replace(prefix, ''), wanted);
    if (distance <= Math.ceil(wanted.length / 3) && (best === null || distance < best.distance)) {
      best = { name: candidate, distance };
    }
  }
  return best === null ? null : best.name;
}

/** Letters to insert, take out or replace on the way from one word to the other (Levenshtein's distance). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const above = row;
    row = [index + 1];
    for (const [column, wanted] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === wanted ? 0 : 1);
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
