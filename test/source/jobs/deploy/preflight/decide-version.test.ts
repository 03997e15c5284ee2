/** Which version a deploy gets, of real repositories. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { decideVersion } from '../../../../../source/jobs/deploy/preflight/decide-version.ts';
import { sourceState } from '../../../../../source/jobs/deploy/preflight/source-state.ts';
import { versionFault } from '../../../../../source/jobs/deploy/preflight/version-number.ts';
import type { DeployRequest } from '../../../../../source/jobs/model/deploy.ts';
import type { Release } from '../../../../../source/jobs/model/release.ts';
import type { VersionRule } from '../../../../../source/jobs/project/project.ts';
import { makeRepositories } from '../../git/repository.ts';
import { contextWith, projectIn, releaseOf } from '../real-context.ts';

const repositories = makeRepositories();
afterAll(() => repositories.remove());

type Asked = {
  readonly rule?: VersionRule;
  readonly request?: Partial<DeployRequest>;
  readonly releases?: readonly Partial<Release>[];
};

async function decided(
  folder: string,
  { rule = { kind: 'automatic' }, request = {}, releases = [] }: Asked = {},
) {
  const project = projectIn(folder, { version: rule });
  const { context } = contextWith({ project, request });
  const git = context.doors.gitIn(folder);
  return await decideVersion({
    context,
    releases: releases.map((release) => releaseOf(project, release)),
    source: () => git.state(context.signal),
    sourceHash: async () => ({ ok: true, hash: 'sha256:0123456789abcdef' }),
  });
}

test('the first version is 0.1.0, then the newest tag counted up', async () => {
  const { folder, commit, run } = repositories.make();
  const first = commit();
  expect(await decided(folder)).toMatchObject({
    ok: true,
    ...{ version: '0.1.0', commit: first, isDirty: false, from: 'the first version' },
  });
  for (const name of ['v1.9.0', 'v1.10.2', 'v1.2.99', 'v2.0.0-rc.1', 'nightly']) run('tag', name);
  commit();
  expect(await decided(folder)).toMatchObject({ version: '1.10.3', from: 'the next after 1.10.2' });
});

test("the commit's own tag is its version, the newest of several", async () => {
  const { folder, commit, run } = repositories.make();
  commit();
  run('tag', 'v3.0.0');
  commit();
  run('tag', 'v1.0.0');
  run('tag', '--annotate', '-m', 'x', 'v1.2.0');
  expect(await decided(folder)).toMatchObject({ version: '1.2.0', from: 'the tag of the commit' });
});

test('releases count too, and one of the same commit keeps its version', async () => {
  const { folder, commit, run } = repositories.make();
  const first = commit();
  run('tag', 'v0.3.0');
  const second = commit();
  const other = { id: 'r1', version: '0.4.1', commit: first, verdict: 'fail' } as const;
  expect(await decided(folder, { releases: [other] })).toMatchObject({ version: '0.4.2' });
  const same = { id: 'r2', version: '0.4.2', commit: second } as const;
  expect(await decided(folder, { releases: [same, other] })).toMatchObject({
    version: '0.4.2',
    from: 'release r2 of the same commit',
  });
  // Somebody has given that name to another commit meanwhile.
  run('tag', 'v0.4.2', first);
  expect(await decided(folder, { releases: [same, other] })).toMatchObject({ version: '0.4.3' });
});

test('a tree with changes is named for its content, and its version is not counted', async () => {
  const { folder, commit, write } = repositories.make();
  const hash = commit();
  write('new.txt', 'x');
  const dirty = { id: 'r1', version: '0.1.0-dirty.aaaaaaa', isDirty: true, commit: hash } as const;
  expect(await decided(folder, { releases: [dirty] })).toMatchObject({
    ...{ version: '0.1.0-dirty.0123456', isDirty: true, commit: hash },
  });
});

test('outside of git it is a tree with changes', async () => {
  const folder = join(repositories.folder, 'plain');
  mkdirSync(folder);
  expect(await decided(folder, { request: { allowDirty: true } })).toMatchObject({
    ...{ version: '0.1.0-dirty.0123456', isDirty: true, commit: null },
  });
  // A git that fails is told by the look at the sources; allowed, it is no obstacle.
  const gone = join(folder, 'gone');
  expect(await decided(gone)).toMatchObject({ ok: false, isToldElsewhere: true });
  expect(await decided(gone, { request: { allowDirty: true } })).toMatchObject({ ok: true, commit: null });
});

test('the project may say it, in its file or in another; the request says it last', async () => {
  const { folder, commit, write } = repositories.make();
  write('package.json', '{"name": "app", "version": "4.5.6"}');
  commit();
  const rule = { kind: 'file', path: join(folder, 'package.json') } as const;
  expect(await decided(folder, { rule: { kind: 'fixed', version: '7.0.0-rc.1' } })).toMatchObject({
    version: '7.0.0-rc.1',
  });
  expect(await decided(folder, { rule })).toMatchObject({ version: '4.5.6' });
  expect(await decided(folder, { rule, request: { version: 'v9.0.0' } })).toMatchObject({ version: '9.0.0' });
});

test('a version that cannot be read or cannot be a tag is a problem with its fix', async () => {
  const { folder, commit } = repositories.make();
  const path = join(folder, 'version.json');
  writeFileSync(path, '{"version": 5}');
  commit();
  expect(await decided(folder, { rule: { kind: 'file', path } })).toMatchObject({
    ok: false,
    problem: { text: `"${path}" is no JSON file with a "version" in it.` },
  });
  expect(await decided(folder, { rule: { kind: 'file', path: `${path}.gone` } })).toMatchObject({
    ok: false,
    problem: { text: expect.stringContaining('ENOENT') },
  });
  expect(await decided(folder, { request: { version: '1.0.0+build.5' } })).toMatchObject({
    ok: false,
    problem: { text: 'The version "1.0.0+build.5" has a +, which no image tag may have.' },
  });
  for (const version of ['', '-1', 'a b', 'ä', '1..2', '1.lock', '1.', 'x'.repeat(120), 'a/b'])
    expect(versionFault(version), version).not.toBeNull();
  for (const version of ['1.2.3', '1.2.3-rc.1', '2026-11-25', 'nightly_7'])
    expect(versionFault(version), version).toBeNull();
});

test('a context that lies above the project counts with all that has changed in it', async () => {
  const above = repositories.make();
  above.write('app/pod-engine.yaml', 'name: app\n');
  above.write('shared/code.txt', 'a');
  above.commit();
  above.write('shared/code.txt', 'changed');
  const folder = join(above.folder, 'app');
  const { build, ...project } = projectIn(folder);
  for (const [context, count] of [
    [folder, 0],
    [above.folder, 1],
    [join(above.folder, 'shared'), 1],
  ] as const) {
    const { context: asked } = contextWith({ project: { ...project, build: { ...build, context } } });
    expect(await sourceState(asked)).toMatchObject({ ok: true, value: { changedCount: count } });
  }
});
