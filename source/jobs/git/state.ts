/** How the work tree stands: its commit, its branch, and what in the project's folder is in no commit. */
import { safeText } from '../../base/safe-text.ts';
import type { AskGit, GitAnswer } from './ask.ts';
import type { GitResult, GitState } from './git.ts';

const maxShownFiles = 20;

export async function readState(
  ask: AskGit,
  folder: string,
  signal: AbortSignal,
): Promise<GitResult<GitState>> {
  const place = await placeOf(ask, folder, signal);
  if (!place.ok) return place;
  if (place.value.kind === 'none') return { ok: true, value: place.value };
  const { root, prefix } = place.value;
  const [commit, branch, changes] = await Promise.all([
    commitOfHead(ask, signal),
    branchOf(ask, signal),
    changesBelow(ask, prefix, signal),
  ]);
  if (!commit.ok) return commit;
  if (!branch.ok) return branch;
  if (!changes.ok) return changes;
  const { value: files } = changes;
  return {
    ok: true,
    value: {
      ...{ kind: 'repository', root, commit: commit.value, branch: branch.value },
      changedFiles: files.slice(0, maxShownFiles),
      changedCount: files.length,
    },
  };
}

type Place =
  | { readonly kind: 'none'; readonly reason: string }
  /** `prefix`: the folder below the root, with a slash at its end; empty at the root. */
  | { readonly kind: 'inside'; readonly root: string; readonly prefix: string };

async function placeOf(ask: AskGit, folder: string, signal: AbortSignal): Promise<GitResult<Place>> {
  const words = ['rev-parse', '--is-inside-work-tree', '--show-toplevel', '--show-prefix'];
  const answer = await ask({ words, wanted: 'find the repository', signal, answers: [0, 128] });
  if (!answer.ok) return answer;
  if (answer.value.exitCode !== 0) return await ofRefusal(ask, folder, answer.value, signal);
  const [, root = '', prefix = ''] = answer.value.stdout.split('\n');
  if (prefix !== '' && (await isIgnored(ask, folder, signal))) {
    return none(`"${folder}" is ignored by the git repository at "${root}", so no commit holds it`);
  }
  return { ok: true, value: { kind: 'inside', root, prefix } };
}

async function ofRefusal(
  ask: AskGit,
  folder: string,
  { stdout, stderr }: GitAnswer,
  signal: AbortSignal,
): Promise<GitResult<Place>> {
  if (/not a git repository \(or any/.test(stderr)) return none(`"${folder}" is in no git repository`);
  if (stdout.startsWith('false') || /must be run in a work tree/.test(stderr)) {
    return none(`"${folder}" is in a git repository without a work tree`);
  }
  // Asked again, so that the failure is told in the words of every other.
  const again = await ask({ words: ['rev-parse', '--show-toplevel'], wanted: 'find the repository', signal });
  return again.ok ? none(`"${folder}" is in no work tree`) : again;
}

/** A folder within a repository that ignores it would look clean for ever. */
async function isIgnored(ask: AskGit, folder: string, signal: AbortSignal): Promise<boolean> {
  const answer = await ask({
    words: ['check-ignore', '--quiet', '--', folder],
    wanted: 'look whether the folder is ignored',
    signal,
    answers: [0, 1],
  });
  return answer.ok && answer.value.exitCode === 0;
}

async function commitOfHead(ask: AskGit, signal: AbortSignal): Promise<GitResult<string | null>> {
  const words = ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'];
  const answer = await ask({ words, wanted: 'read the commit', signal, answers: [0, 1] });
  if (!answer.ok) return answer;
  const hash = answer.value.stdout.trim();
  return { ok: true, value: hash === '' ? null : hash };
}

async function branchOf(ask: AskGit, signal: AbortSignal): Promise<GitResult<string | null>> {
  const words = ['symbolic-ref', '--quiet', '--short', 'HEAD'];
  const answer = await ask({ words, wanted: 'read the branch', signal, answers: [0, 1] });
  if (!answer.ok) return answer;
  const name = safeText(answer.value.stdout.trim(), { maxLength: 250 });
  return { ok: true, value: name === '' ? null : name };
}

/**
 * Submodules count with all that has changed in them, since a build would read it. Paths are ended by NUL, and begin with
 * two letters and a space; a rename is told as one file gone and one new, so that each entry is one path.
 */
async function changesBelow(
  ask: AskGit,
  prefix: string,
  signal: AbortSignal,
): Promise<GitResult<readonly string[]>> {
  const how = [
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=normal',
    '--ignore-submodules=none',
  ];
  const words = ['status', ...how, '--', '.'];
  const answer = await ask({ words, wanted: 'look for changes', signal });
  if (!answer.ok) return answer;
  const entries = answer.value.stdout.split('\0').filter((entry) => entry.length > 3);
  return { ok: true, value: entries.map((entry) => shownPath(entry.slice(3), prefix)) };
}

function shownPath(path: string, prefix: string): string {
  const below = path.startsWith(prefix) && path !== prefix ? path.slice(prefix.length) : path;
  return safeText(below, { maxLength: 300 });
}

function none(reason: string): { readonly ok: true; readonly value: Place } {
  return { ok: true, value: { kind: 'none', reason: safeText(reason, { maxLength: 1000 }) } };
}
