import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectSite } from '../../../pod-agent/startup/site-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'site-files-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function site(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(folder, 'site-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('a site', () => {
  it('is whole when its first page and what it names are there', async () => {
    const root = site({ 'index.html': '<script src="/assets/a.js"></script>', 'assets/a.js': '' });
    expect(await inspectSite(root)).toMatchObject({ faults: [] });
  });

  it('is broken without its first page', async () => {
    const root = site({ 'assets/a.js': '' });
    expect((await inspectSite(root)).faults).toEqual([`${root}/index.html is not there`]);
  });

  it('is broken when an asset is missing, and names it', async () => {
    const root = site({
      'index.html': '<script src="/assets/a.js"></script><link rel="stylesheet" href="/b.css">',
      'b.css': '',
    });
    expect((await inspectSite(root)).faults).toEqual([
      `index.html refers to /assets/a.js, which is not in ${root}`,
    ]);
  });

  it('names a few of many missing files', async () => {
    const tags = Array.from({ length: 40 }, (_, index) => `<script src="/${index}.js"></script>`);
    expect((await inspectSite(site({ 'index.html': tags.join('') }))).faults).toHaveLength(8);
  });

  it('is doubtful, and no more, when an icon or a picture is missing', async () => {
    const root = site({ 'index.html': '<link rel="icon" href="/gone.svg"><img src="/b.png">', 'b.png': '' });
    expect(await inspectSite(root)).toMatchObject({
      faults: [],
      doubts: [`index.html refers to /gone.svg, which is not in ${root}`],
      found: ['index.html is there, and 1 of the 2 files that it names', expect.any(String)],
    });
  });

  it('is broken, and not waited for, where its first page is a pipe', async () => {
    const root = site({ 'a.txt': '' });
    execFileSync('mkfifo', [join(root, 'index.html')]);
    expect((await inspectSite(root)).faults).toEqual([`${root}/index.html is not a file`]);
  });

  it('may have a health page of its own, if it is JSON', async () => {
    expect((await inspectSite(site({ 'index.html': '', 'health.json': '{"status":"ok"}' }))).faults).toEqual(
      [],
    );
    const broken = site({ 'index.html': '', 'health.json': '{"status":' });
    expect((await inspectSite(broken)).faults).toEqual([`${broken}/health.json is not JSON`]);
  });
});
