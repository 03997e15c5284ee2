/** Tags of real repositories and of their bare remotes. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createGit } from '../../../../source/jobs/git/create-git.ts';
import { linesSaid } from '../../../../source/jobs/git/said.ts';
import { makeRepositories, type Repository, runWith } from './repository.ts';

const repositories = makeRepositories();
const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  repositories.remove();
});
const never = new AbortController().signal;

function withRemote(): Repository & { readonly bare: string } {
  const repository = repositories.make();
  const bare = repositories.bare();
  repository.run('remote', 'add', 'origin', bare);
  return { ...repository, bare };
}
function script(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}
async function portOf(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('tags of the form vX.Y.Z are read with the commit that they stand on, and no others', async () => {
  const { git, commit, run, write } = repositories.make();
  const first = commit();
  run('tag', 'v1.0.0');
  run('tag', '--annotate', '-m', 'x', 'v1.0.1');
  write('blob', 'x');
  const second = commit();
  run('tag', '--annotate', '-m', 'x', 'v1.10.0');
  for (const other of ['v1', 'v1.2', 'v01.2.3', 'v1.2.3-rc.1', '1.2.3', 'vx', 'v1.2.3.4']) run('tag', other);
  run('tag', 'v9.9.9', 'HEAD:blob');
  const tags = await git.versionTags(never);
  expect(tags).toEqual({
    ok: true,
    value: [
      { name: 'v1.0.0', commit: first },
      { name: 'v1.0.1', commit: first },
      { name: 'v1.10.0', commit: second },
    ],
  });
  expect(await git.commitOfTag('v1.0.1', never)).toEqual({ ok: true, value: first });
  expect(await git.commitOfTag('v7.0.0', never)).toEqual({ ok: true, value: null });
  const blob = await git.commitOfTag('v9.9.9', never);
  expect(blob).toEqual({ ok: true, value: run('rev-parse', 'HEAD:blob') });
});

test('a tag is annotated, with the whole message, by whom git knows', async () => {
  const { git, commit, run } = repositories.make();
  run('config', 'user.name', 'Bea');
  run('config', 'user.email', 'bea@example.org');
  const hash = commit();
  const message = 'app 1.0.0\n\n# not a comment\nsha256:abc';
  expect(await git.tag({ name: 'v1.0.0', commit: hash, message }, never)).toEqual({ ok: true, value: null });
  expect(run('cat-file', '-t', 'v1.0.0')).toBe('tag');
  expect(run('for-each-ref', '--format=%(contents)', 'refs/tags/v1.0.0')).toBe(message);
  expect(run('for-each-ref', '--format=%(taggername) %(taggeremail)', 'refs/tags')).toBe(
    'Bea <bea@example.org>',
  );
  expect(await git.tag({ name: 'v1.0.0', commit: hash, message }, never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("tag 'v1.0.0' already exists"),
  });
});

test('where git knows nobody, it is whoever deploys', async () => {
  const { git, commit, run } = repositories.make();
  const hash = commit();
  expect(await git.tag({ name: 'v1.0.0', commit: hash, message: 'x' }, never)).toMatchObject({ ok: true });
  expect(run('for-each-ref', '--format=%(taggername) %(taggeremail)', 'refs/tags')).toBe('ann <ann@build>');
});

test('signing that is configured does not get in the way of a tag', async () => {
  const { git, commit, run, folder } = withRemote();
  const hash = commit();
  const gpg = join(folder, '..', 'gpg-that-hangs');
  script(gpg, 'exec sleep 600');
  for (const name of ['tag.gpgSign', 'tag.forceSignAnnotated', 'push.gpgSign']) run('config', name, 'true');
  run('config', 'gpg.program', gpg);
  expect(await git.tag({ name: 'v1.0.0', commit: hash, message: 'x' }, never)).toMatchObject({ ok: true });
  expect(await git.pushTag('origin', 'v1.0.0', never)).toMatchObject({ ok: true });
});

test('a tag is removed, and removing it again is a success', async () => {
  const { git, commit, run } = repositories.make();
  commit();
  run('tag', 'v1.0.0');
  expect(await git.removeTag('v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.commitOfTag('v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.removeTag('v1.0.0', never)).toEqual({ ok: true, value: null });
});

test('tags go to origin, or to the only remote', async () => {
  const { git, run } = repositories.make();
  expect(await git.remote(never)).toEqual({ ok: true, value: null });
  run('remote', 'add', 'upstream', '/nowhere');
  expect(await git.remote(never)).toEqual({ ok: true, value: 'upstream' });
  run('remote', 'add', 'fork', '/nowhere');
  expect(await git.remote(never)).toMatchObject({
    ok: false,
    reason: 'There are the remotes "fork", "upstream", and none of them is called "origin".',
  });
  run('remote', 'add', 'origin', '/nowhere');
  expect(await git.remote(never)).toEqual({ ok: true, value: 'origin' });
});

test('a tag is pushed, found at the remote, and removed there', async () => {
  const { git, commit, run, bare } = withRemote();
  const hash = commit();
  run('config', 'push.followTags', 'true');
  run('tag', '--annotate', '-m', 'another', 'v0.9.0');
  await git.tag({ name: 'v1.0.0', commit: hash, message: 'x' }, never);
  expect(await git.commitOfRemoteTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.pushTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.pushTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.commitOfRemoteTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: hash });
  expect(repositories.at(bare).run('tag')).toBe('v1.0.0');
  expect(await git.removeRemoteTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(await git.removeRemoteTag('origin', 'v1.0.0', never)).toEqual({ ok: true, value: null });
  expect(repositories.at(bare).run('tag')).toBe('');
});

test('a remote that has another tag of that name refuses', async () => {
  const { git, commit, run } = withRemote();
  commit();
  run('tag', 'v1.0.0');
  run('push', '--quiet', 'origin', 'v1.0.0');
  run('tag', '--delete', 'v1.0.0');
  await git.tag({ name: 'v1.0.0', commit: commit('Another'), message: 'x' }, never);
  expect(await git.pushTag('origin', 'v1.0.0', never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('the remote has a tag of that name already'),
    fix: expect.stringContaining('git fetch --tags'),
  });
});

test('a pre-push hook that refuses is named, with what it said', async () => {
  const { git, commit, run, folder } = withRemote();
  commit();
  run('tag', 'v1.0.0');
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  script(join(folder, '.git/hooks/pre-push'), 'echo "the linter says no" >&2; exit 1');
  expect(await git.pushTag('origin', 'v1.0.0', never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("the repository's own pre-push hook refused"),
    evidence: expect.arrayContaining(['the linter says no']),
  });
});

test('a hook of the remote that refuses is named', async () => {
  const { git, commit, run, bare } = withRemote();
  commit();
  run('tag', 'v1.0.0');
  script(join(bare, 'hooks/pre-receive'), 'echo "tags are for the release team" >&2; exit 1');
  expect(await git.pushTag('origin', 'v1.0.0', never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('a hook of its own'),
    evidence: expect.arrayContaining([expect.stringContaining('release team')]),
  });
});

test('a remote that wants a password is told so at once, and a password in its address is never shown', async () => {
  const port = await portOf(
    createServer((_, answer) => {
      answer.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
    }),
  );
  const { git, commit, run } = repositories.make();
  commit();
  run('tag', 'v1.0.0');
  run('remote', 'add', 'origin', `http://127.0.0.1:${port}/app.git`);
  run('remote', 'add', 'known', `http://ann:hunter2-very-secret@127.0.0.1:${port}/app.git`);
  for (const remote of ['origin', 'known']) {
    for (const failed of [
      await git.pushTag(remote, 'v1.0.0', never),
      await git.commitOfRemoteTag(remote, 'v1.0.0', never),
    ]) {
      expect(failed).toMatchObject({
        ok: false,
        reason: expect.stringContaining('the remote wants a name and a password'),
      });
      expect(JSON.stringify(failed)).not.toContain('hunter2');
    }
  }
});

test('a remote that is not there, and one that never answers, are told within the deadline', async () => {
  const silent = await portOf(createTcpServer(() => undefined));
  const { git, commit, run, folder } = repositories.make();
  commit();
  run('remote', 'add', 'gone', join(repositories.folder, 'no-such'));
  run('remote', 'add', 'refusing', 'http://ann:hunter2@127.0.0.1:1/app.git');
  run('remote', 'add', 'silent', `http://127.0.0.1:${silent}/app.git`);
  expect(await git.commitOfRemoteTag('gone', 'v1.0.0', never)).toMatchObject({
    reason: expect.stringContaining('no repository at the address'),
  });
  const refusing = await git.commitOfRemoteTag('refusing', 'v1.0.0', never);
  expect(refusing).toMatchObject({ reason: expect.stringContaining('cannot be reached') });
  expect(JSON.stringify(refusing)).not.toContain('hunter2');
  const hasty = createGit({ run: runWith(), folder, timeoutMs: 2000 });
  expect(await hasty.commitOfRemoteTag('silent', 'v1.0.0', never)).toMatchObject({
    ok: false,
    reason: 'git cannot look up the tag "v1.0.0" at "silent": no answer within 2 s.',
  });
});

test('ssh is called so that it never asks, with the command that is configured', async () => {
  const { git, commit, run, folder } = repositories.make();
  commit();
  const calls = join(repositories.folder, 'calls');
  mkdirSync(join(repositories.folder, 'bin'), { recursive: true });
  const ssh = join(repositories.folder, 'bin', 'ssh');
  script(
    ssh,
    `echo "$@" >> ${calls}; echo "git@forge.example: Permission denied (publickey)." >&2; exit 255`,
  );
  run('remote', 'add', 'origin', 'git@forge.example:acme/app.git');
  run('config', 'core.sshCommand', `${ssh} -i /keys/deploy`);
  expect(await git.commitOfRemoteTag('origin', 'v1.0.0', never)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('accepts none of the SSH keys'),
    fix: expect.stringContaining('ssh-add'),
  });
  expect(readFileSync(calls, 'utf8')).toContain('-i /keys/deploy -oBatchMode=yes');
  expect(folder).toBeTruthy();
});

test('credentials go out of whatever git says', () => {
  expect(
    linesSaid(
      [
        "fatal: unable to access 'https://ann:p@ss/w0rd@forge.example/app.git/': nothing",
        'https://oauth2:glpat-abc@forge.example and ssh://git@forge.example:22/x',
        'https://forge.example/app.git?private_token=abc&x=1',
        'http://forge.example/a@b \u001b[31mred',
      ].join('\n'),
    ),
  ).toEqual([
    "fatal: unable to access 'https://[redacted]@forge.example/app.git/': nothing",
    'https://[redacted]@forge.example and ssh://[redacted]@forge.example:22/x',
    'https://forge.example/app.git?private_token=[redacted]&x=1',
    'http://forge.example/a@b red',
  ]);
});
