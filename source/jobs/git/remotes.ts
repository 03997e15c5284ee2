/** Tags at the remote. Every question there has a deadline, and nobody is asked for a password. */
import { safeText } from '../../base/safe-text.ts';
import type { AskGit } from './ask.ts';
import type { GitFailure, GitResult } from './git.ts';
import { sshEnvironment } from './ssh-environment.ts';

type RemoteTag = { readonly remote: string; readonly name: string };

/** `origin`, or the only one; null where there is none. */
export async function remoteOf(ask: AskGit, signal: AbortSignal): Promise<GitResult<string | null>> {
  const answer = await ask({ words: ['remote'], wanted: 'list the remotes', signal });
  if (!answer.ok) return answer;
  const names = answer.value.stdout.split('\n').filter((name) => name !== '');
  const [first = null] = names;
  if (names.includes('origin')) return { ok: true, value: 'origin' };
  return names.length < 2 ? { ok: true, value: first } : severalRemotes(names);
}

function severalRemotes(names: readonly string[]): GitFailure {
  const list = names.map((name) => `"${safeText(name, { maxLength: 100 })}"`).join(', ');
  return {
    ...{ ok: false, evidence: [] },
    reason: `There are the remotes ${list}, and none of them is called "origin".`,
    fix: `Give the one that tags go to that name: git remote rename ${names[0]} origin`,
  };
}

/** What the tag stands for there; an annotated one is told twice, the second time by its commit. */
export async function commitOfRemoteTag(
  ask: AskGit,
  { remote, name }: RemoteTag,
  signal: AbortSignal,
): Promise<GitResult<string | null>> {
  const ref = `refs/tags/${name}`;
  const answer = await ask({
    words: ['ls-remote', '--', remote, ref, `${ref}^{}`],
    wanted: `look up the tag "${name}" at "${remote}"`,
    signal,
    environment: await sshEnvironment(ask, signal),
  });
  if (!answer.ok) return answer;
  const lines = answer.value.stdout.split('\n').map((line) => line.split('\t'));
  const hashOf = (wanted: string): string | null => lines.find(([, each]) => each === wanted)?.[0] ?? null;
  return { ok: true, value: hashOf(`${ref}^{}`) ?? hashOf(ref) };
}

export async function pushTag(
  ask: AskGit,
  { remote, name }: RemoteTag,
  signal: AbortSignal,
): Promise<GitResult<null>> {
  const ref = `refs/tags/${name}`;
  return await push(ask, { remote, refspec: `${ref}:${ref}`, wanted: `push the tag "${name}"` }, signal);
}

/** One that is gone already is a success. */
export async function removeRemoteTag(
  ask: AskGit,
  { remote, name }: RemoteTag,
  signal: AbortSignal,
): Promise<GitResult<null>> {
  const asked = { remote, refspec: `:refs/tags/${name}`, wanted: `remove the tag "${name}"` };
  const pushed = await push(ask, asked, signal);
  if (pushed.ok || !pushed.evidence.some((line) => line.includes('remote ref does not exist'))) return pushed;
  return { ok: true, value: null };
}

/** That one ref and nothing else, whatever the configuration adds to a push. */
async function push(
  ask: AskGit,
  { remote, refspec, wanted }: { readonly remote: string; readonly refspec: string; readonly wanted: string },
  signal: AbortSignal,
): Promise<GitResult<null>> {
  const alone = ['--no-follow-tags', '--no-signed', '--recurse-submodules=no'];
  const answer = await ask({
    words: ['push', '--porcelain', ...alone, '--', remote, refspec],
    wanted: `${wanted} at "${remote}"`,
    signal,
    environment: await sshEnvironment(ask, signal),
  });
  if (answer.ok) return { ok: true, value: null };
  return isOfOwnHook(answer) ? ownHook(answer, wanted, remote) : answer;
}

/** A pre-push hook ends a push without a word of git's own about why. */
function isOfOwnHook({ evidence, fix }: GitFailure): boolean {
  const refused = evidence.some((line) => line.startsWith('error: failed to push some refs'));
  return fix === undefined && refused && !evidence.some((line) => /\[(remote )?rejected\]/.test(line));
}

function ownHook(failure: GitFailure, wanted: string, remote: string): GitFailure {
  return {
    ...failure,
    reason: `git cannot ${wanted} at "${remote}": the repository's own pre-push hook refused.`,
    fix: 'Read what the hook said, mend that, and push the tag by hand.',
  };
}
