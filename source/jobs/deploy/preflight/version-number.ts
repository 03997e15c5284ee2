/** Versions of the form X.Y.Z: which is newer, which comes next. Pure. */

export type VersionNumber = readonly [major: number, minor: number, patch: number];

/** null: it is not of that form. A tag's leading v is passed over. */
export function versionNumber(text: string): VersionNumber | null {
  const found = /^v?(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.exec(text);
  return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** null: none of them is of the form. */
export function newestVersion(texts: readonly string[]): VersionNumber | null {
  const numbers = texts.map(versionNumber).filter((number) => number !== null);
  return [...numbers].sort(byAge).at(-1) ?? null;
}

/** The last number counted up; the first version is 0.1.0. */
export function nextVersion(newest: VersionNumber | null): string {
  if (newest === null) return '0.1.0';
  const [major, minor, patch] = newest;
  return `${major}.${minor}.${patch + 1}`;
}

function byAge(left: VersionNumber, right: VersionNumber): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/**
 * Why it cannot name an image and a git tag, a part of a sentence; null: it can. An image's tag has at most 128 letters,
 * digits, _ . and -, and begins with none of the last two (OCI Distribution Specification 1.1).
 */
export function versionFault(version: string): string | null {
  if (version === '') return 'is empty';
  if (version.includes('+')) return 'has a +, which no image tag may have';
  if (!/^\w[\w.-]{0,99}$/.test(version)) return 'is no tag of an image';
  // Rules of git for the names of references.
  if (version.includes('..') || /\.lock$|\.$/.test(version)) return 'is no tag of git';
  return null;
}
