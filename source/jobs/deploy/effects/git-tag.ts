/** A tag in the project's own repository. Undone only where this deploy made it, and it still stands where it was put. */
import { shellWord } from '../../git/shell-word.ts';
import type { Effect } from './effect.ts';

export const gitTag: Effect<'git-tag'> = {
  kind: 'git-tag',
  title: ({ name }) => `the git tag "${name}"`,
  async find({ folder, name, commit, wasThere = false }, { doors, signal }) {
    const found = await doors.gitIn(folder).commitOfTag(name, signal);
    if (!found.ok) return { kind: 'unknown', reason: found.reason };
    return found.value === commit ? { kind: 'happened', result: { isOurs: !wasThere } } : { kind: 'did-not' };
  },
  async undo({ details: { folder, name, commit }, result }, { doors, signal }) {
    if (!result.isOurs) return { ok: true, text: `The tag "${name}" was there before, and stays.` };
    const git = doors.gitIn(folder);
    const advice = `git -C ${shellWord(folder)} tag --delete ${shellWord(name)}`;
    const found = await git.commitOfTag(name, signal);
    if (!found.ok) return { ok: false, text: found.reason, advice };
    if (found.value === null) return { ok: true, text: `The tag "${name}" is gone already.` };
    if (found.value !== commit)
      return { ok: true, text: `The tag "${name}" stands on another commit by now, and stays.` };
    const removed = await git.removeTag(name, signal);
    return removed.ok
      ? { ok: true, text: `The tag "${name}" is removed.` }
      : { ok: false, text: removed.reason, advice };
  },
};
