/** Going back to an earlier release: which one, and what its steps go on from. */
import type { Release } from '../model/release.ts';
import type { Project } from '../project/project.ts';
import { lastGoodBefore, runningRelease } from '../releases/running.ts';
import type { DeployFacts } from './facts.ts';

export type Wanted =
  | { readonly ok: true; readonly release: Release & { readonly image: NonNullable<Release['image']> } }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

/** @param releaseId null: the last good one before the one that runs. */
export function wantedRelease(releases: readonly Release[], releaseId: string | null): Wanted {
  if (releaseId === null) return lastGood(releases);
  const release = releases.find(({ id }) => id === releaseId);
  if (release === undefined) {
    const known = releases.slice(0, 5).map(({ id }) => id);
    const there = known.length === 0 ? 'it has none' : `the newest are ${known.join(', ')}`;
    return { ok: false, reason: `The project has no release "${releaseId}": ${there}.` };
  }
  if (release.verdict !== 'pass')
    return {
      ok: false,
      reason: `${release.id} (${release.version}) is no good release: ${howItEnded(release)}`,
    };
  return withImage(release);
}

/** As it was deployed then. What the project says by now does not count. */
export function projectOfRelease(project: Project, { configuration }: Release): Project {
  return { ...project, pod: configuration };
}

/** What the steps before would have left. No engine takes part, and nothing is built. */
export function factsOfRelease({ version, commit, isDirty, image }: Release): DeployFacts {
  return {
    preflight: {
      ...{ version, commit, isDirty, isPromotable: !isDirty && commit !== null, sourceHash: '' },
      engine: { kind: 'podman', program: '', version: '' },
    },
    ...(image === null ? {} : { push: { reference: image.reference, digest: image.digest } }),
  };
}

function lastGood(releases: readonly Release[]): Wanted {
  const running = runningRelease(releases);
  if (running === null)
    return { ok: false, reason: 'No release of this project runs: there is nothing to go back from.' };
  const release = lastGoodBefore(releases, running);
  if (release !== null) return withImage(release);
  const reason = `There is no good release before ${running.id} (${running.version}); one of a tree with changes has to be named.`;
  return { ok: false, reason };
}

function withImage(release: Release): Wanted {
  const { image } = release;
  return image === null
    ? { ok: false, reason: `${release.id} (${release.version}) has no image in a registry.` }
    : { ok: true, release: { ...release, image } };
}

function howItEnded({ verdict, text }: Release): string {
  if (verdict === null) return 'it has not ended.';
  return text === '' ? `it ended as ${verdict}.` : text;
}
