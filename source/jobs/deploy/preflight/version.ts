/** What this deploy is called, and that nobody has used that name for anything else. */
import type { DeployProblem } from '../../model/deploy.ts';
import type { Release } from '../../model/release.ts';
import { isAsked } from './asked-steps.ts';
import type { DecidedVersion } from './decide-version.ts';
import type { Ground } from './ground.ts';
import { hangsOn, type Look, notNeeded } from './look.ts';
import { errorOf, warningOf } from './problems.ts';

export const version: Look = {
  id: 'version',
  title: 'Version',
  async look(ground) {
    const decided = await ground.version();
    if (!decided.ok && decided.isToldElsewhere) return hangsOn('It hangs on the source.');
    if (!decided.ok) return { text: decided.problem.text, problems: [decided.problem] };
    const text = `${decided.version}, ${decided.from}.`;
    const { wanted, project } = ground.context;
    if (wanted !== null || project.prebuilt !== undefined) return notNeeded(text);
    return { text, problems: await usesOf(ground, decided) };
  },
};

type Decided = Extract<DecidedVersion, { ok: true }>;

const another = 'Deploy with another one: --set-version X.Y.Z, or count it up in the project.';

async function usesOf(ground: Ground, decided: Decided): Promise<readonly DeployProblem[]> {
  // It is named for its own content.
  if (decided.isDirty) return [];
  const found = [
    usedByTag(decided),
    usedByRelease(ground.releases, decided),
    await usedAtRemote(ground, decided),
  ];
  return found.filter((problem) => problem !== null);
}

function usedByTag({ version: used, commit, tags }: Decided): DeployProblem | null {
  const tag = tags.find(({ name }) => name === `v${used}`);
  if (tag === undefined || tag.commit === commit) return null;
  const text = `The version ${used} is taken: the git tag "${tag.name}" stands on another commit, ${tag.commit.slice(0, 12)}.`;
  return errorOf(text, another);
}

function usedByRelease(
  releases: readonly Release[],
  { version: used, commit }: Decided,
): DeployProblem | null {
  const release = releases.find(
    (each) => each.version === used && each.commit !== commit && each.how === 'deploy' && each.image !== null,
  );
  if (release === undefined) return null;
  const of = release.commit === null ? 'sources outside of git' : `commit ${release.commit.slice(0, 12)}`;
  return errorOf(`The version ${used} is taken: release ${release.id} was built with it, of ${of}.`, another);
}

/** The remote may know tags that nobody has fetched. That it is silent is no reason to stop: a tag can be pushed later. */
async function usedAtRemote(
  { context }: Ground,
  { version: used, commit, tags }: Decided,
): Promise<DeployProblem | null> {
  const { doors, project, signal } = context;
  const name = `v${used}`;
  if (commit === null || !isAsked(context, 'tag') || tags.some((tag) => tag.name === name)) return null;
  const git = doors.gitIn(project.folder);
  const remote = await git.remote(signal);
  if (!remote.ok) return warningOf(`The tag "${name}" cannot be pushed: ${remote.reason}`, remote.fix ?? '');
  if (remote.value === null) return null;
  const found = await git.commitOfRemoteTag(remote.value, name, signal);
  if (!found.ok) return warningOf(`The tag "${name}" may not be pushed: ${found.reason}`, found.fix ?? '');
  if (found.value === null || found.value === commit) return null;
  const text = `The version ${used} is taken: at "${remote.value}" the tag "${name}" stands on another commit, ${found.value.slice(0, 12)}.`;
  return errorOf(text, 'Fetch the tags: git fetch --tags. Then deploy again.');
}
