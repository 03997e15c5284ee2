/** A tag at the repository's remote. Undone only where this deploy pushed it, and it still stands where it was put. */
import { shellWord } from '../../git/shell-word.ts';
import type { Effect } from './effect.ts';

export const gitTagPushed: Effect<'git-tag-pushed'> = {
  kind: 'git-tag-pushed',
  title: ({ name, remote }) => `the git tag "${name}" at "${remote}"`,
  async find({ folder, name, remote, commit, wasThere = false }, { doors, signal }) {
    const found = await doors.gitIn(folder).commitOfRemoteTag(remote, name, signal);
    if (!found.ok) return { kind: 'unknown', reason: found.reason };
    const isIt = found.value !== null && (commit === undefined || found.value === commit);
    return isIt ? { kind: 'happened', result: { isOurs: !wasThere } } : { kind: 'did-not' };
  },
  async undo({ details: { folder, name, remote, commit }, result }, { doors, signal }) {
    const shown = `The tag "${name}" at "${remote}"`;
    if (!result.isOurs) return { ok: true, text: `${shown} was there before, and stays.` };
    const git = doors.gitIn(folder);
    const advice = `git -C ${shellWord(folder)} push ${shellWord(remote)} ${shellWord(`:refs/tags/${name}`)}`;
    const found = await git.commitOfRemoteTag(remote, name, signal);
    if (!found.ok) return { ok: false, text: found.reason, advice };
    if (found.value === null) return { ok: true, text: `${shown} is gone already.` };
    if (commit !== undefined && found.value !== commit)
      return { ok: true, text: `${shown} stands on another commit by now, and stays.` };
    const removed = await git.removeRemoteTag(remote, name, signal);
    return removed.ok
      ? { ok: true, text: `${shown} is removed.` }
      : { ok: false, text: removed.reason, advice };
  },
};
