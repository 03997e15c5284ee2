/** Tags of the repository itself. */
import type { AskGit } from './ask.ts';
import type { Git, GitResult } from './git.ts';

type VersionTags = Awaited<ReturnType<Git['versionTags']>>;

const versionTag = /^v(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;
const maxTags = 20_000;

export async function versionTags(ask: AskGit, signal: AbortSignal): Promise<VersionTags> {
  const tags: { name: string; commit: string }[] = [];
  const answer = await ask({
    // Of an annotated tag the second pair is the commit that it stands on.
    words: ['for-each-ref', `--format=${formats.join(' ')}`, 'refs/tags/v*'],
    wanted: 'read the tags',
    signal,
    onLine(line, stream) {
      const [name = '', type, hash = '', peeledType = '', peeled = ''] = line.split(' ');
      if (stream !== 'out' || !versionTag.test(name) || tags.length >= maxTags) return;
      if (type === 'commit') tags.push({ name, commit: hash });
      else if (peeledType === 'commit') tags.push({ name, commit: peeled });
    },
  });
  return answer.ok ? { ok: true, value: tags } : answer;
}

const formats = [
  '%(refname:strip=2)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
] as const;

/** The hash that the tag stands for: of a commit, unless somebody has tagged something else. */
export async function commitOfTag(
  ask: AskGit,
  name: string,
  signal: AbortSignal,
): Promise<GitResult<string | null>> {
  const answer = await ask({
    words: ['rev-parse', '--verify', '--quiet', `refs/tags/${name}^{}`],
    wanted: `look up the tag "${name}"`,
    signal,
    answers: [0, 1],
  });
  if (!answer.ok) return answer;
  const hash = answer.value.stdout.trim();
  return { ok: true, value: hash === '' ? null : hash };
}

export type TagRequest = {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
  /** user@machine. */
  readonly who: string;
};

/** Never signed: gpg would ask for a passphrase that nobody is there to type. */
export async function tagCommit(
  ask: AskGit,
  { name, commit, message, who }: TagRequest,
  signal: AbortSignal,
): Promise<GitResult<null>> {
  const answer = await ask({
    words: ['tag', '--annotate', '--no-sign', '--cleanup=whitespace', '--file=-', '--', name, commit],
    wanted: `make the tag "${name}"`,
    signal,
    input: `${message}\n`,
    environment: await identity(ask, who, signal),
  });
  return answer.ok ? { ok: true, value: null } : answer;
}

/** Whoever git knows; otherwise whoever deploys, since a tag has to name somebody. */
async function identity(ask: AskGit, who: string, signal: AbortSignal): Promise<Record<string, string>> {
  const words = ['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'];
  const answer = await ask({ words, wanted: 'tell who makes the tag', signal });
  if (answer.ok) return {};
  return { GIT_COMMITTER_NAME: who.split('@')[0] || who, GIT_COMMITTER_EMAIL: who };
}

/** One that is gone already is a success. */
export async function removeTag(ask: AskGit, name: string, signal: AbortSignal): Promise<GitResult<null>> {
  const found = await commitOfTag(ask, name, signal);
  if (!found.ok) return found;
  if (found.value === null) return { ok: true, value: null };
  const words = ['tag', '--delete', '--', name];
  const answer = await ask({ words, wanted: `remove the tag "${name}"`, signal });
  return answer.ok ? { ok: true, value: null } : answer;
}
