/** What changes the hash of a project's sources, and what does not. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceHash } from '../../../../source/jobs/project/source-hash.ts';
import { madeProject } from './made-project.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

const files = {
  Dockerfile: 'FROM a:1\n',
  '.dockerignore': 'ignored\n*.log\n!keep.log\n',
  'src/main.ts': 'one',
  'src/large.bin': 'x'.repeat(300_000),
  'ignored/secret': '1',
  'a.log': '1',
  'keep.log': '1',
};

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['a file', (folder) => writeFiles(folder, { 'src/main.ts': 'two' })],
  ['a large file', (folder) => writeFiles(folder, { 'src/large.bin': `${'x'.repeat(299_999)}y` })],
  ['a new file', (folder) => writeFiles(folder, { 'src/other.ts': '' })],
  ['a file gone', (folder) => rm(join(folder, 'src/main.ts'))],
  ['a mode', (folder) => chmod(join(folder, 'src/main.ts'), 0o755)],
  ['an empty folder', (folder) => mkdir(join(folder, 'empty'))],
  ['a link', (folder) => symlink('src/main.ts', join(folder, 'link'))],
  ['the Dockerfile', (folder) => writeFiles(folder, { Dockerfile: 'FROM a:2\n' })],
  ['what is let in', (folder) => writeFiles(folder, { '.dockerignore': '*.log\n' })],
  ['what an exception lets in', (folder) => writeFiles(folder, { 'keep.log': '2' })],
  [
    'an ignore file of the Dockerfile',
    (folder) => writeFiles(folder, { 'Dockerfile.dockerignore': 'src\n' }),
  ],
])('%s changes it', async (_, change) => {
  const folder = await scratchFolder(files);
  const project = madeProject('', folder);
  const before = await sourceHash(project);
  expect(before).toMatch(/^sha256:[0-9a-f]{64}$/);
  await change(folder);
  expect(await sourceHash(project)).not.toBe(before);
});

test.each(['build: {arguments: {A: "1"}}', 'build: {target: other}', 'build: {secrets: {npmrc: .npmrc}}'])(
  '%s changes it',
  async (more) => {
    const folder = await scratchFolder(files);
    expect(await sourceHash(madeProject(more, folder))).not.toBe(await sourceHash(madeProject('', folder)));
  },
);

test('a link to elsewhere counts by its target, and is not followed', async () => {
  const folder = await scratchFolder(files);
  const project = madeProject('', folder);
  await symlink('one', join(folder, 'link'));
  const before = await sourceHash(project);
  await rm(join(folder, 'link'));
  await symlink('two', join(folder, 'link'));
  expect(await sourceHash(project)).not.toBe(before);
});

test('times, ignored files, sockets and another place change nothing', async () => {
  const folder = await scratchFolder(files);
  const before = await sourceHash(madeProject('', folder));
  await utimes(join(folder, 'src/main.ts'), 1, 1);
  await writeFiles(folder, { 'ignored/secret': '2', 'ignored/more/x': '', 'b.log': '' });
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(await sourceHash(madeProject('', folder))).toBe(before);
  await rm(join(folder, 'pipe'));
  const elsewhere = await scratchFolder({});
  await cp(folder, elsewhere, { recursive: true });
  expect(await sourceHash(madeProject('', elsewhere))).toBe(before);
});

test('the order of build arguments is no change', async () => {
  const folder = await scratchFolder(files);
  const one = await sourceHash(madeProject('build: {arguments: {A: x, B: y}}', folder));
  expect(await sourceHash(madeProject('build: {arguments: {B: y, A: x}}', folder))).toBe(one);
});

test('two trees whose joined texts are the same differ', async () => {
  const one = await scratchFolder({ Dockerfile: 'FROM a:1\n', ab: 'c' });
  const two = await scratchFolder({ Dockerfile: 'FROM a:1\n', a: 'bc' });
  expect(await sourceHash(madeProject('', one))).not.toBe(await sourceHash(madeProject('', two)));
});

test('what cannot be read is named', async () => {
  const folder = await scratchFolder({ Dockerfile: 'FROM a:1\n' });
  const project = madeProject('build: {context: gone}', folder);
  await expect(sourceHash(project)).rejects.toThrow(`"${folder}/gone`);
});
