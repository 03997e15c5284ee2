/** .dockerignore as the builders follow it: by literal cases, and against what a real builder copies. */
import { expect, test } from 'vitest';
import { contextEntries } from '../../../../source/jobs/project/context-files.ts';
import { parseIgnoreFile } from '../../../../source/jobs/project/ignore/ignore-file.ts';
import { engine, engineIsPodman, podmanMissing } from '../../../neighbours/podman.ts';
import { scratchFolder, writeFiles } from './scratch.ts';

test.each([
  ['a', 'a', true],
  ['a', 'a/b/c', true],
  ['a', 'b/a', false],
  ['/a', 'a', true],
  ['a/', 'a/b', true],
  ['./a/../b', 'b/c', true],
  ['  a  ', 'a', true],
  ['*.md', 'x.md', true],
  ['*.md', 'd/x.md', false],
  ['*/x', 'd/x', true],
  ['*/x', 'd/e/x', false],
  ['**/x', 'x', true],
  ['**/x', 'd/e/x/y', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a', false],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/c/z', true],
  ['**', 'any/thing', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['[ab].txt', 'b.txt', true],
  ['[^ab].txt', 'b.txt', false],
  ['[a-c]x', 'bx', true],
  ['a.b', 'axb', false],
  ['a+(b)', 'a+(b)', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['# a', '# a', false],
  [' # a', '# a', true],
  ['*\n!a', 'a/b', false],
  ['!a\n*', 'a', true],
  ['*\n!a\na/b', 'a/b/c', true],
  ['d\n!d/keep', 'd/keep/x', false],
  ['\ufeffa', 'a', true],
])('%j and %s: ignored is %s', (text, path, expected) => {
  expect(parseIgnoreFile(text).ignores(path)).toBe(expected);
});

test('what is no pattern is told with its line', () => {
  const { faults } = parseIgnoreFile('a\n[x\n!\n# [\n');
  expect(faults).toEqual([
    { line: 2, text: '[x' },
    { line: 3, text: '!' },
  ]);
});

test('an ignored folder is looked into only for what may be taken back', () => {
  const rules = parseIgnoreFile('*\n!src/**/keep\n!docs/*.md\n');
  expect(rules.mayTakeBackBelow('src/a/b')).toBe(true);
  expect(rules.mayTakeBackBelow('docs')).toBe(true);
  expect(rules.mayTakeBackBelow('docs/old')).toBe(false);
  expect(rules.mayTakeBackBelow('node_modules')).toBe(false);
});

const tree = {
  'README.md': '1',
  'notes.txt': '1',
  '.env': '1',
  'a/b/c.txt': '1',
  'a/b/keep.txt': '1',
  'a/x.md': '1',
  'src/main.ts': '1',
  'src/main.test.ts': '1',
  'src/deep/er/keep': '1',
  'node_modules/x/index.js': '1',
  'node_modules/.bin/x': '1',
  'docs/one.md': '1',
  'docs/old/two.md': '1',
};

const ignoreFiles = [
  'node_modules\n.env\n**/*.test.ts\n',
  '*\n!src\n!docs/*.md\n',
  '**\n!a/b/keep.txt\n',
  'a\n!a/b\na/b/c.txt\n',
  '*.md\n!README.md\ndocs/**/two.md\n',
  '**/.bin\n*/x\n[n-o]*\n!notes.txt\n',
  '/a/b/../x.md\n src \n# docs\ndocs/old/\n',
];

test.skipIf(podmanMissing !== null || !engineIsPodman).each(ignoreFiles)(
  `%j lets in what podman copies${podmanMissing === null ? '' : ` (skipped: ${podmanMissing})`}`,
  async (text) => {
    const folder = await scratchFolder(tree);
    const into = await scratchFolder({});
    await writeFiles(folder, { '.dockerignore': text, Dockerfile: 'FROM scratch\nCOPY . /\n' });
    const { stdout } = await engine(['build', '--output', `type=local,dest=${into}`, folder]);
    const imageId = stdout.trim().split('\n').at(-1) ?? '';
    if (/^[0-9a-f]{12,64}$/.test(imageId)) await engine(['rmi', '--force', imageId], { anyCode: true });
    expect(await filesIn(folder, text)).toEqual(await filesIn(into, ''));
  },
  60_000,
);

async function filesIn(folder: string, ignoring: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path, kind } of contextEntries(folder, parseIgnoreFile(ignoring)))
    if (kind === 'file') found.push(path);
  return found.sort();
}
