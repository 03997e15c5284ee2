/** How git stands for all that the build reads: the project's folder, and its context where that lies elsewhere. */
import { isAbsolute, relative } from 'node:path';
import type { GitResult, GitState } from '../../git/git.ts';
import type { StepContext } from '../step.ts';

/** Commit and branch are those of the project's folder. */
export async function sourceState({ doors, project, signal }: StepContext): Promise<GitResult<GitState>> {
  const own = await doors.gitIn(project.folder).state(signal);
  const { context } = project.build;
  if (!own.ok || own.value.kind === 'none' || isWithin(context, project.folder)) return own;
  const other = await doors.gitIn(context).state(signal);
  if (!other.ok || other.value.kind === 'none') return other;
  // Where the context holds the folder, its changes are among those of the context.
  const before = isWithin(project.folder, context) ? [] : own.value.changedFiles;
  const count = isWithin(project.folder, context) ? 0 : own.value.changedCount;
  return {
    ok: true,
    value: {
      ...own.value,
      changedFiles: [...before, ...other.value.changedFiles].slice(0, 20),
      changedCount: count + other.value.changedCount,
    },
  };
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return !isAbsolute(way) && way.split('/')[0] !== '..';
}
