/** The site as it is built: names by content, absolute references, nothing inline, and the same bytes each time. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSite } from '../../../build/site.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pod-site-'));
afterAll(() => rmSync(folder, { recursive: true }));

const filesIn = (path: string) =>
  new Map(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(path.length + 1), readFileSync(file)] as const)
      .sort(([left], [right]) => left.localeCompare(right)),
  );

let built: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  mkdirSync(join(folder, 'one/assets'), { recursive: true });
  writeFileSync(join(folder, 'one/assets/main-000000000000.js'), 'of an earlier build');
  await buildSite(join(folder, 'one'));
  built = filesIn(join(folder, 'one'));
});

test('holds the page and its three assets, each with a compressed twin, and nothing of an earlier build', () => {
  expect([...built.keys()].map((path) => path.replace(/-[0-9a-f]{12}\./, '-HASH.'))).toEqual([
    'assets/favicon-HASH.svg',
    'assets/favicon-HASH.svg.gz',
    'assets/main-HASH.js',
    'assets/main-HASH.js.gz',
    'assets/style-HASH.css',
    'assets/style-HASH.css.gz',
    'index.html',
    'index.html.gz',
  ]);
  for (const [path, content] of built) {
    if (path.endsWith('.gz')) expect(gunzipSync(content)).toEqual(built.get(path.slice(0, -3)));
  }
});

test('is the same, byte by byte, when it is built again', async () => {
  await buildSite(join(folder, 'two'));
  expect(filesIn(join(folder, 'two'))).toEqual(built);
});

test('refers to its assets from the root, and has no script or style within the page', () => {
  const page = String(built.get('index.html'));
  const references = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path?.slice(1) ?? '');
  expect(references.filter((path) => path !== 'health.json').sort()).toEqual(
    [...built.keys()].filter((path) => path.startsWith('assets/') && !path.endsWith('.gz')),
  );
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)/);
});

test('script and style together are light', () => {
  const bytes = [...built].filter(([path]) => /\.(js|css)$/.test(path)).map(([, { length }]) => length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(20_000);
});
