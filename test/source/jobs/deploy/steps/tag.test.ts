/** Tags of a deploy in real repositories with bare remotes, and how they are taken back. */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gitTag } from '../../../../../source/jobs/deploy/effects/git-tag.ts';
import { gitTagPushed } from '../../../../../source/jobs/deploy/effects/git-tag-pushed.ts';
import { tagStep } from '../../../../../source/jobs/deploy/steps/tag.ts';
import { makeRepositories, type Repository } from '../../git/repository.ts';
import { contextWith, linesOf, projectIn, realDoors, runStep } from '../real-context.ts';

const repositories = makeRepositories();
afterAll(() => repositories.remove());
const digest = `sha256:${'ab'.repeat(32)}`;

function contextOf(
  folder: string,
  commit: string | null,
  more: { readonly version?: string; readonly isPromotable?: boolean; readonly signal?: AbortSignal } = {},
) {
  const { version = '1.0.0', isPromotable = commit !== null, signal } = more;
  return contextWith({
    project: projectIn(folder),
    ...(signal === undefined ? {} : { signal }),
    facts: {
      preflight: {
        ...{ version, commit, isDirty: !isPromotable, isPromotable, sourceHash: 'sha256:aa' },
        engine: { kind: 'podman', program: 'podman', version: '4' },
      },
      push: { reference: `registry.example/acme/app:${version}`, digest },
    },
  });
}
function withRemote(): Repository & { readonly bare: Repository; readonly hash: string } {
  const repository = repositories.make();
  const bare = repositories.bare();
  const hash = repository.commit();
  repository.run('remote', 'add', 'origin', bare);
  return { ...repository, bare: repositories.at(bare), hash };
}
const world = {
  project: projectIn(repositories.folder),
  doors: realDoors(),
  signal: new AbortController().signal,
};

test('the commit is tagged with a message that names the image, and the tag is pushed', async () => {
  const { folder, hash, run, bare } = withRemote();
  const { context, done } = contextOf(folder, hash);
  expect((await runStep(tagStep, context)).end).toEqual({
    outcome: 'pass',
    text: `Tagged v1.0.0 on ${hash.slice(0, 12)}; pushed to "origin".`,
    facts: { name: 'v1.0.0', remote: 'origin' },
  });
  expect(run('cat-file', '-t', 'v1.0.0')).toBe('tag');
  expect(run('for-each-ref', '--format=%(contents)', 'refs/tags/v1.0.0')).toContain(
    `registry.example/acme/app:1.0.0@${digest}`,
  );
  expect(bare.run('rev-parse', 'v1.0.0^{commit}')).toBe(hash);
  expect(done.map(({ kind }) => kind)).toEqual(['git-tag', 'git-tag-pushed']);
});

test('a tag that stands there already is fine, and is not ours', async () => {
  const { folder, hash, run, bare } = withRemote();
  run('tag', 'v1.0.0');
  run('push', '--quiet', 'origin', 'v1.0.0');
  const { context, done } = contextOf(folder, hash);
  const { end } = await runStep(tagStep, context);
  expect(end).toMatchObject({ outcome: 'pass', text: expect.stringContaining('"origin" has it already') });
  expect(done.map(({ details }) => details)).toEqual([
    { folder, name: 'v1.0.0', commit: hash, wasThere: true },
    { folder, name: 'v1.0.0', remote: 'origin', commit: hash, wasThere: true },
  ]);
  const details = { folder, name: 'v1.0.0', commit: hash, wasThere: true };
  expect(await gitTag.undo({ details, result: { isOurs: false } }, world)).toMatchObject({ ok: true });
  const pushed = { ...details, remote: 'origin' };
  expect(await gitTagPushed.undo({ details: pushed, result: { isOurs: false } }, world)).toMatchObject({
    ok: true,
  });
  expect([run('tag'), bare.run('tag')]).toEqual(['v1.0.0', 'v1.0.0']);
});

test('a tag on another commit is noted, and nothing is moved', async () => {
  const { folder, hash, run, commit } = withRemote();
  run('tag', 'v1.0.0');
  const second = commit('Another');
  const { end } = await runStep(tagStep, contextOf(folder, second).context);
  expect(end).toEqual({
    outcome: 'warn',
    text: `The tag "v1.0.0" stands on another commit, ${hash.slice(0, 12)}.`,
    facts: { name: null, remote: null },
  });
  expect(run('rev-parse', 'v1.0.0')).toBe(hash);
});

test('a push that fails is noted, and the tag stays here; the next deploy pushes it', async () => {
  const { folder, hash, run, bare } = withRemote();
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  const hook = join(folder, '.git/hooks/pre-push');
  writeFileSync(hook, '#!/bin/sh\necho "not on a Friday" >&2\nexit 1\n');
  chmodSync(hook, 0o755);
  const { context } = contextOf(folder, hash);
  const ran = await runStep(tagStep, context);
  expect(ran.end).toMatchObject({ outcome: 'warn', facts: { name: 'v1.0.0', remote: null } });
  expect(linesOf(ran)).toContain('not on a Friday');
  expect(await tagStep.stillStands?.(context, { name: 'v1.0.0', remote: null })).toBe(
    'the tag "v1.0.0" was not pushed',
  );
  writeFileSync(hook, '#!/bin/sh\nexit 0\n');
  expect((await runStep(tagStep, context)).end).toMatchObject({
    outcome: 'pass',
    facts: { remote: 'origin' },
  });
  expect(bare.run('tag')).toBe('v1.0.0');
  expect(await tagStep.stillStands?.(context, { name: 'v1.0.0', remote: 'origin' })).toBeNull();
  run('tag', '--delete', 'v1.0.0');
  expect(await tagStep.stillStands?.(context, { name: 'v1.0.0', remote: 'origin' })).toBe(
    'the tag "v1.0.0" is gone',
  );
});

test('without a remote the tag stays here, and outside of a clean commit there is none', async () => {
  const { folder, commit, run } = repositories.make();
  const hash = commit();
  expect((await runStep(tagStep, contextOf(folder, hash).context)).end).toMatchObject({
    outcome: 'pass',
    text: expect.stringContaining('no remote is set'),
    facts: { name: 'v1.0.0', remote: null },
  });
  for (const { context } of [
    contextOf(folder, hash, { version: '2.0.0', isPromotable: false }),
    contextOf(folder, null),
  ]) {
    expect((await runStep(tagStep, context)).end).toMatchObject({
      outcome: 'skipped',
      facts: { name: null, remote: null },
    });
  }
  expect(run('tag')).toBe('v1.0.0');
});

test('git that is not there is noted', async () => {
  const { folder } = repositories.make();
  const { end } = await runStep(tagStep, contextOf(join(folder, 'gone'), 'a'.repeat(40)).context);
  expect(end).toMatchObject({ outcome: 'warn', text: expect.stringContaining('There is no folder') });
});

test('a stop is no note', async () => {
  const { folder, hash } = withRemote();
  const { context } = contextOf(folder, hash, { signal: AbortSignal.abort() });
  await expect(runStep(tagStep, context)).rejects.toThrow('it was stopped');
});

test('what it would do is told without doing it', async () => {
  const { folder, hash, run } = withRemote();
  expect(await tagStep.plan(contextOf(folder, hash).context)).toEqual({
    text: `tag commit ${hash.slice(0, 12)} as v1.0.0 and push the tag to "origin"`,
  });
  expect(run('tag')).toBe('');
});

test('tags of ours are found again, removed here and there, and removing them twice is a success', async () => {
  const { folder, hash, run, bare } = withRemote();
  await runStep(tagStep, contextOf(folder, hash).context);
  const details = { folder, name: 'v1.0.0', commit: hash, wasThere: false };
  const pushed = { ...details, remote: 'origin' };
  expect(await gitTag.find(details, world)).toEqual({ kind: 'happened', result: { isOurs: true } });
  expect(await gitTagPushed.find(pushed, world)).toEqual({ kind: 'happened', result: { isOurs: true } });
  const result = { isOurs: true };
  for (const said of ['is removed', 'is gone already']) {
    const there = await gitTagPushed.undo({ details: pushed, result }, world);
    expect(there).toEqual({ ok: true, text: `The tag "v1.0.0" at "origin" ${said}.` });
    expect(await gitTag.undo({ details, result }, world)).toEqual({
      ok: true,
      text: `The tag "v1.0.0" ${said}.`,
    });
  }
  expect([run('tag'), bare.run('tag')]).toEqual(['', '']);
  expect(await gitTag.find(details, world)).toEqual({ kind: 'did-not' });
  expect(await gitTagPushed.find(pushed, world)).toEqual({ kind: 'did-not' });
});

test('a tag of ours that somebody has moved meanwhile stays', async () => {
  const { folder, hash, run, bare, commit } = withRemote();
  await runStep(tagStep, contextOf(folder, hash).context);
  const second = commit('Another');
  run('tag', '--force', 'v1.0.0', second);
  run('push', '--quiet', '--force', 'origin', 'v1.0.0');
  const details = { folder, name: 'v1.0.0', commit: hash, remote: 'origin' };
  const result = { isOurs: true };
  for (const undone of [
    await gitTag.undo({ details, result }, world),
    await gitTagPushed.undo({ details, result }, world),
  ]) {
    expect(undone).toEqual({ ok: true, text: expect.stringContaining('stands on another commit by now') });
  }
  expect([run('rev-parse', 'v1.0.0'), bare.run('rev-parse', 'v1.0.0')]).toEqual([second, second]);
});

test('where the remote is gone, nobody knows, and the undoing says what a person can do', async () => {
  const { folder, hash, run } = withRemote();
  await runStep(tagStep, contextOf(folder, hash).context);
  run('remote', 'set-url', 'origin', join(repositories.folder, 'no-such'));
  const details = { folder, name: 'v1.0.0', commit: hash, remote: 'origin' };
  expect(await gitTagPushed.find(details, world)).toMatchObject({ kind: 'unknown' });
  expect(await gitTagPushed.undo({ details, result: { isOurs: true } }, world)).toMatchObject({
    ok: false,
    advice: `git -C ${folder} push origin :refs/tags/v1.0.0`,
  });
});

test('a remote that dies while the tag is pushed is noted, and the undoing looks again', async () => {
  const { folder, hash, bare } = withRemote();
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  const hook = join(folder, '.git/hooks/pre-push');
  // From now on nobody answers there.
  writeFileSync(hook, `#!/bin/sh\nmv ${bare.folder} ${bare.folder}.away\nexit 1\n`);
  chmodSync(hook, 0o755);
  const { context, done } = contextOf(folder, hash);
  expect((await runStep(tagStep, context)).end).toMatchObject({
    outcome: 'warn',
    facts: { name: 'v1.0.0', remote: null },
  });
  expect(done.map(({ kind }) => kind)).toEqual(['git-tag', 'git-tag-pushed']);
  renameSync(`${bare.folder}.away`, bare.folder);
  const details = { folder, name: 'v1.0.0', commit: hash, remote: 'origin', wasThere: false };
  expect(await gitTagPushed.undo({ details, result: { isOurs: true } }, world)).toEqual({
    ok: true,
    text: 'The tag "v1.0.0" at "origin" is gone already.',
  });
});

test('what an earlier console did is not done again, and is only believed where it is there', async () => {
  const { folder, hash, run } = withRemote();
  const { context } = contextOf(folder, hash);
  const before = { ...context, effect: async () => ({ isOurs: true }) } as typeof context;
  expect((await runStep(tagStep, before)).end).toMatchObject({
    outcome: 'warn',
    text: 'The tag "v1.0.0" was begun earlier, and is not there.',
  });
  expect(run('tag')).toBe('');
});
