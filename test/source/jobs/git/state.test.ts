/** How git stands, of real repositories in every state that people leave them in. */
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGit } from '../../../../source/jobs/git/create-git.ts';
import { makeRepositories, type Repositories, runWith } from './repository.ts';

let repositories: Repositories;
beforeEach(() => {
  repositories = makeRepositories();
});
afterEach(() => repositories.remove());
const never = new AbortController().signal;

test('a clean tree has its root, its commit and its branch', async () => {
  const { git, folder, write, commit } = repositories.make();
  write('a.txt', 'a');
  const hash = commit();
  expect(await git.state(never)).toEqual({
    ok: true,
    value: {
      ...{ kind: 'repository', root: folder, commit: hash, branch: 'main' },
      ...{ changedFiles: [], changedCount: 0 },
    },
  });
});

test('before the first commit there is none, and what lies there is untracked', async () => {
  const { git, write } = repositories.make();
  write('a.txt', 'a');
  expect(await git.state(never)).toMatchObject({
    value: { commit: null, branch: 'main', changedFiles: ['a.txt'] },
  });
});

test('a detached head has no branch', async () => {
  const { git, commit, run } = repositories.make();
  const first = commit();
  commit();
  run('checkout', '--quiet', first);
  expect(await git.state(never)).toMatchObject({ value: { commit: first, branch: null } });
});

test('changed, staged, deleted, renamed and untracked files are told, whatever they are called', async () => {
  const { git, write, commit, run, folder } = repositories.make();
  for (const name of ['changed', 'staged', 'gone', 'old name']) write(name, `${name}\n`.repeat(9));
  commit();
  write('changed', 'anew');
  write('staged', 'anew');
  run('add', 'staged');
  rmSync(join(folder, 'gone'));
  run('mv', 'old name', 'new name');
  write('zwölf "Ringe"\n\u001b[31mred', 'x');
  const state = await git.state(never);
  if (!state.ok || state.value.kind === 'none') throw new Error('no state');
  expect([...state.value.changedFiles].sort()).toEqual([
    ...['changed', 'gone', 'new name', 'old name', 'staged'],
    'zwölf "Ringe" red',
  ]);
  expect(state.value.changedCount).toBe(6);
});

test('twenty files are named, and all are counted', async () => {
  const { git, write, commit } = repositories.make();
  commit();
  for (let at = 0; at < 33; at++) write(`file-${at}`, 'x');
  const state = await git.state(never);
  if (!state.ok || state.value.kind === 'none') throw new Error('no state');
  expect(state.value.changedFiles).toHaveLength(20);
  expect(state.value.changedCount).toBe(33);
});

test('below the root only the folder counts, and files are named from there', async () => {
  const above = repositories.make();
  above.write('app/main.txt', 'a');
  above.write('other/b.txt', 'b');
  const hash = above.commit();
  above.write('other/b.txt', 'changed');
  const { git, write } = repositories.at(join(above.folder, 'app'));
  expect(await git.state(never)).toMatchObject({
    value: { root: above.folder, commit: hash, changedCount: 0 },
  });
  write('main.txt', 'changed');
  expect(await git.state(never)).toMatchObject({ value: { changedFiles: ['main.txt'] } });
});

test('a folder that the repository above ignores is in no commit', async () => {
  const above = repositories.make();
  above.write('.gitignore', 'app/\n');
  above.write('app/main.txt', 'a');
  above.commit();
  expect(await repositories.at(join(above.folder, 'app')).git.state(never)).toMatchObject({
    ok: true,
    value: { kind: 'none', reason: expect.stringContaining('is ignored by the git repository at') },
  });
});

test('what is ignored is no change', async () => {
  const { git, write, commit } = repositories.make();
  write('.gitignore', 'out/\n');
  commit();
  write('out/x', 'x');
  expect(await git.state(never)).toMatchObject({ value: { changedCount: 0 } });
});

test('a change within a submodule is one, also where the configuration looks away', async () => {
  const inner = repositories.make();
  inner.write('inner.txt', 'a');
  inner.commit();
  const outer = repositories.make();
  outer.run('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'part');
  outer.commit();
  outer.run('config', 'diff.ignoreSubmodules', 'all');
  outer.run('config', 'status.showUntrackedFiles', 'no');
  expect(await outer.git.state(never)).toMatchObject({ value: { changedCount: 0 } });
  outer.write('part/inner.txt', 'changed');
  expect(await outer.git.state(never)).toMatchObject({ value: { changedFiles: ['part'] } });
  // A project within the submodule belongs to that.
  expect(await repositories.at(join(outer.folder, 'part')).git.state(never)).toMatchObject({
    value: { root: join(outer.folder, 'part'), changedFiles: ['inner.txt'] },
  });
});

test('a second work tree of a repository has its own root and commit', async () => {
  const first = repositories.make();
  const hash = first.commit();
  const second = join(repositories.folder, 'second-tree');
  first.run('worktree', 'add', '--quiet', '-b', 'side', second);
  expect(await repositories.at(second).git.state(never)).toMatchObject({
    value: { root: second, commit: hash, branch: 'side' },
  });
});

test('variables that a hook of another repository was given do not lead there', async () => {
  const here = repositories.make();
  const hash = here.commit();
  const elsewhere = repositories.make();
  elsewhere.commit('Another');
  process.env.GIT_DIR = join(elsewhere.folder, '.git');
  process.env.GIT_INDEX_FILE = join(elsewhere.folder, '.git', 'index');
  try {
    const git = createGit({ run: runWith(), folder: here.folder });
    expect(await git.state(never)).toMatchObject({ value: { root: here.folder, commit: hash } });
  } finally {
    delete process.env.GIT_DIR;
    delete process.env.GIT_INDEX_FILE;
  }
});

test('outside of every repository, and in one without a work tree, there is none, and why is said', async () => {
  const folder = join(repositories.folder, 'plain');
  mkdirSync(folder);
  const outside = runWith({ GIT_CEILING_DIRECTORIES: repositories.folder });
  expect(await createGit({ run: outside, folder }).state(never)).toEqual({
    ok: true,
    value: { kind: 'none', reason: `"${folder}" is in no git repository` },
  });
  const bare = repositories.bare();
  expect(await repositories.at(bare).git.state(never)).toMatchObject({
    value: { kind: 'none', reason: `"${bare}" is in a git repository without a work tree` },
  });
});

test('without git, and without the folder, that is what is said', async () => {
  const { folder } = repositories.make();
  expect(await createGit({ run: runWith({ PATH: '/nowhere' }), folder }).state(never)).toMatchObject({
    ok: false,
    reason: 'git cannot find the repository: "git" is not installed, or not in PATH.',
    fix: 'Install git.',
  });
  const gone = join(folder, 'gone');
  expect(await repositories.at(gone).git.state(never)).toMatchObject({
    ok: false,
    reason: `git cannot find the repository: There is no folder "${gone}".`,
  });
});

test.skipIf(process.getuid?.() !== 0)(
  'a repository of somebody else is refused, with the line that trusts it',
  async () => {
    const { git, folder, commit } = repositories.make("of somebody's");
    commit();
    chownSync(folder, 12_345, 12_345);
    chownSync(join(folder, '.git'), 12_345, 12_345);
    expect(await git.state(never)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('belongs to another user'),
      fix: `If you trust it: git config --global --add safe.directory '${folder.replace("'", "'\\''")}'`,
    });
  },
);

test('a repository that is damaged is a failure, not "no repository"', async () => {
  const first = repositories.make();
  first.commit();
  const second = join(repositories.folder, 'lost-tree');
  first.run('worktree', 'add', '--quiet', '-b', 'lost', second);
  rmSync(join(first.folder, '.git', 'worktrees'), { recursive: true });
  expect(await repositories.at(second).git.state(never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('damaged'),
  });
});

test('one that was stopped says so', async () => {
  const { git } = repositories.make();
  expect(await git.state(AbortSignal.abort())).toMatchObject({
    ok: false,
    reason: 'git cannot find the repository: it was stopped.',
  });
});
