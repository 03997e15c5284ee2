/** Which release runs, and which one is gone back to. Pure. */
import type { Release } from '../model/release.ts';

/** By number, newest first. */
export function newestFirst(releases: readonly Release[]): readonly Release[] {
  return [...releases].sort((left, right) => numberOfRelease(right) - numberOfRelease(left));
}

export function numberOfRelease({ id }: Pick<Release, 'id'>): number {
  return Number(id.slice(1));
}

/** The last one that passed on a pod: what came after it was undone, or never got so far. null: there is none. */
export function runningRelease(releases: readonly Release[]): Release | null {
  return newestFirst(releases).find(isGood) ?? null;
}

/**
 * The last good one before the one that runs, without those of a tree with changes. Of a rollback, what counts is the
 * release that it brought back: the one that was fled from is not gone back to.
 */
export function lastGoodBefore(releases: readonly Release[], running: Release): Release | null {
  const origin = originOf(releases, running);
  return (
    newestFirst(releases).find(
      (each) =>
        numberOfRelease(each) < numberOfRelease(origin) &&
        isGood(each) &&
        !each.isDirty &&
        each.image !== null &&
        each.image.digest !== origin.image?.digest,
    ) ?? null
  );
}

/** A rollback of a rollback leads to the release that was made first. */
function originOf(releases: readonly Release[], release: Release): Release {
  let origin = release;
  for (let of = origin.of; of !== null; of = origin.of) {
    const earlier = releases.find(({ id }) => id === of);
    if (earlier === undefined || numberOfRelease(earlier) >= numberOfRelease(origin)) break;
    origin = earlier;
  }
  return origin;
}

function isGood({ verdict, podIds }: Release): boolean {
  return verdict === 'pass' && podIds.length > 0;
}
