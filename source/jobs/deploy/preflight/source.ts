/** Whether what is built stands in a commit, so that it can be told and built again later. */
import type { GitState } from '../../git/git.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import { isAsked } from './asked-steps.ts';
import type { Ground } from './ground.ts';
import { type Look, type Looked, notNeeded, well, wrong } from './look.ts';
import { errorOf, warningOf } from './problems.ts';

export const source: Look = {
  id: 'source',
  title: 'Source',
  async look(ground) {
    const { context } = ground;
    if (context.wanted !== null) return notNeeded('A rollback builds nothing.');
    if (context.project.prebuilt !== undefined) return notNeeded('The image is built elsewhere.');
    const state = await ground.source();
    const problem = state.ok
      ? problemOf(state.value, context.project.folder)
      : errorOf(state.reason, state.fix ?? 'Mend the repository, or deploy with --allow-dirty.');
    const unread = await unreadable(ground);
    const told = problem === null ? null : allowed(problem, context.request.allowDirty);
    const problems = [told, unread].filter((each) => each !== null);
    if (problems.length > 0) return wrong(...problems);
    return ofCommit(state.ok ? state.value : null);
  },
};

const allowDirty = 'deploy with --allow-dirty; such a release is never tagged and never rolled back to.';
const maxNamedFiles = 5;

function problemOf(state: GitState, folder: string): DeployProblem | null {
  if (state.kind === 'none') {
    const commit = `git -C ${folder} init && git add --all && git commit`;
    return errorOf(
      `Nobody can tell later what is built: ${state.reason}.`,
      `Commit it (${commit}), or ${allowDirty}`,
    );
  }
  if (state.commit === null)
    return errorOf(
      'There is no commit yet, so nobody can tell later what is built.',
      `Commit, or ${allowDirty}`,
    );
  if (state.changedCount === 0) return null;
  const named = state.changedFiles.slice(0, maxNamedFiles).join(', ');
  const more = state.changedCount > maxNamedFiles ? ` and ${state.changedCount - maxNamedFiles} more` : '';
  const count = state.changedCount === 1 ? '1 file is' : `${state.changedCount} files are`;
  return errorOf(`${count} changed or in no commit: ${named}${more}.`, `Commit or stash, or ${allowDirty}`);
}

function allowed(problem: DeployProblem, isAllowed: boolean): DeployProblem {
  if (!isAllowed) return problem;
  const fix =
    'As was asked for. Commit before a release that is to last: this one is never tagged nor rolled back to.';
  return warningOf(problem.text, fix);
}

async function unreadable(ground: Ground): Promise<DeployProblem | null> {
  // A Dockerfile that is missing is told by its own look, which names it.
  if (!isAsked(ground.context, 'build')) return null;
  const hash = await ground.sourceHash();
  return hash.ok
    ? null
    : errorOf(`What is to be built cannot be read: ${hash.reason}`, 'See that all of it can be read.');
}

function ofCommit(state: GitState | null): Looked {
  if (state === null || state.kind === 'none') return well('Read.');
  const place = state.branch === null ? 'a detached head' : `branch ${state.branch}`;
  return well(`Clean, commit ${state.commit?.slice(0, 12) ?? ''} of ${place}.`);
}
