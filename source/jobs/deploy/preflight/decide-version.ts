/** Decides what this deploy calls what it builds, from the commit, its tags, and what was released before. */
import type { GitResult, GitState } from '../../git/git.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import type { Release } from '../../model/release.ts';
import type { StepContext } from '../step.ts';
import type { Hash } from './hash-of.ts';
import { errorOf } from './problems.ts';
import { readVersionFile } from './read-version-file.ts';
import { newestVersion, nextVersion, versionFault, versionNumber } from './version-number.ts';

export type DecidedVersion =
  | {
      readonly ok: true;
      /** With the mark of a tree with changes. */
      readonly version: string;
      /** Full hash; null outside of git. */
      readonly commit: string | null;
      readonly isDirty: boolean;
      /** Where it comes from, a part of a sentence. */
      readonly from: string;
      /** Of the repository; empty where they cannot be read. */
      readonly tags: readonly { readonly name: string; readonly commit: string }[];
    }
  /** `isToldElsewhere`: the look at the sources tells of it. */
  | { readonly ok: false; readonly problem: DeployProblem; readonly isToldElsewhere: boolean };

export type VersionGround = {
  readonly context: StepContext;
  readonly releases: readonly Release[];
  source(): Promise<GitResult<GitState>>;
  sourceHash(): Promise<Hash>;
};

export async function decideVersion(ground: VersionGround): Promise<DecidedVersion> {
  const { context } = ground;
  if (context.wanted !== null) return ofRelease(context.wanted);
  const { prebuilt } = context.project;
  if (prebuilt !== undefined) return ofTag(context.request.version ?? prebuilt.tag);
  const source = await ground.source();
  if (!source.ok && !context.request.allowDirty) return elsewhere(errorOf(source.reason, source.fix ?? ''));
  const state = source.ok && source.value.kind === 'repository' ? source.value : null;
  const tags = state === null ? [] : await tagsOf(context);
  const base = await baseOf(ground, { commit: state?.commit ?? null, tags });
  if (!base.ok) return { ok: false, problem: base.problem, isToldElsewhere: false };
  const commit = state?.commit ?? null;
  const isDirty = commit === null || state === null || state.changedCount > 0;
  const decided = { ok: true, commit, isDirty, from: base.from, tags } as const;
  if (!isDirty) return { ...decided, version: base.version };
  const hash = await ground.sourceHash();
  if (!hash.ok) return elsewhere(errorOf(hash.reason, ''));
  // Named for what is in it, so that the same tree has the same version and another tree another.
  return { ...decided, version: `${base.version}-dirty.${hash.hash.replace(/^.*:/, '').slice(0, 7)}` };
}

function ofRelease({ id, version, commit, isDirty }: Release): DecidedVersion {
  return { ok: true, version, commit, isDirty, from: `release ${id}`, tags: [] };
}

/** Who built it says what it is called. */
function ofTag(tag: string): DecidedVersion {
  return { ok: true, version: tag, commit: null, isDirty: false, from: 'the tag of the image', tags: [] };
}

function elsewhere(problem: DeployProblem): DecidedVersion {
  return { ok: false, problem, isToldElsewhere: true };
}

type Tags = readonly { readonly name: string; readonly commit: string }[];

/** Without them a version may be taken that is used already, which the registry and the remote are asked about too. */
async function tagsOf({ doors, project, signal }: StepContext): Promise<Tags> {
  const tags = await doors.gitIn(project.folder).versionTags(signal);
  return tags.ok ? tags.value : [];
}

type Base =
  | { readonly ok: true; readonly version: string; readonly from: string }
  | { readonly ok: false; readonly problem: DeployProblem };

async function baseOf(
  { context, releases }: VersionGround,
  known: { readonly commit: string | null; readonly tags: Tags },
): Promise<Base> {
  const { request, project } = context;
  if (request.version !== null) return checked(request.version, 'as was asked for');
  if (project.version.kind === 'fixed') return checked(project.version.version, 'as the project file says');
  if (project.version.kind === 'automatic') return automatic(releases, known);
  const { path } = project.version;
  const read = await readVersionFile(path);
  return read.ok ? checked(read.version, `as ${path} says`) : { ok: false, problem: read.problem };
}

function checked(given: string, from: string): Base {
  const version = given.trim().replace(/^v(?=\d)/, '');
  const fault = versionFault(version);
  if (fault === null) return { ok: true, version, from };
  const problem = errorOf(`The version "${given}" ${fault}.`, 'Write one like 1.4.0.');
  return { ok: false, problem };
}

/** The commit's own; else that which the same commit was released as; else the newest of all, counted up. */
function automatic(
  releases: readonly Release[],
  { commit, tags }: { readonly commit: string | null; readonly tags: Tags },
): Base {
  const own = newestVersion(tags.filter((tag) => tag.commit === commit).map(({ name }) => name));
  if (own !== null) return { ok: true, version: own.join('.'), from: 'the tag of the commit' };
  const before = releases.find(
    (release) =>
      commit !== null &&
      release.commit === commit &&
      !release.isDirty &&
      release.how === 'deploy' &&
      versionNumber(release.version) !== null &&
      !tags.some(({ name }) => name === `v${release.version}`),
  );
  if (before !== undefined)
    return { ok: true, version: before.version, from: `release ${before.id} of the same commit` };
  const names = tags.map(({ name }) => name);
  const released = releases.filter(({ isDirty }) => !isDirty).map(({ version }) => version);
  const newest = newestVersion([...names, ...released]);
  const from = newest === null ? 'the first version' : `the next after ${newest.join('.')}`;
  return { ok: true, version: nextVersion(newest), from };
}
