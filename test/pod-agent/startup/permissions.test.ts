import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readableSite } from '../../../pod-agent/startup/permissions.ts';

const folder = mkdtempSync(join(tmpdir(), 'permissions-test-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

function site(name: string): string {
  const root = join(folder, name, 'site');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '');
  writeFileSync(join(root, 'assets/a.js'), '');
  return root;
}

it('leaves a readable site as it is', async () => {
  const root = site('readable');
  expect(await readableSite(root, 'www-data')).toEqual({
    outcome: 'done',
    found: ['all 4 files and folders of the site can be read by www-data'],
    fix: null,
  });
});

it('makes files and folders readable, and says how many', async () => {
  const root = site('closed');
  chmodSync(join(root, 'assets/a.js'), 0o600);
  chmodSync(join(root, 'assets'), 0o700);
  const { outcome, found } = await readableSite(root, 'www-data');
  expect([outcome, ...found]).toEqual([
    'done',
    `2 of 4 files and folders of the site were made readable for www-data: ${root}/assets, ${root}/assets/a.js`,
  ]);
  expect(modeOf(join(root, 'assets/a.js'))).toBe(0o644);
  expect(modeOf(join(root, 'assets'))).toBe(0o755);
});

it('opens nothing that is not served: what begins with a dot, and what a link leads to', async () => {
  const root = site('links');
  const secret = join(folder, 'secret');
  writeFileSync(secret, '', { mode: 0o600 });
  symlinkSync(secret, join(root, 'link'));
  mkdirSync(join(root, '.git'), { mode: 0o700 });
  writeFileSync(join(root, '.env'), '', { mode: 0o600 });
  expect((await readableSite(root, 'www-data')).found[0]).toContain('all 4 files');
  expect([modeOf(secret), modeOf(join(root, '.git')), modeOf(join(root, '.env'))]).toEqual([
    0o600, 0o700, 0o600,
  ]);
});

it('leaves a closed folder above the site closed, and says what to do', async () => {
  const root = site('private');
  chmodSync(join(folder, 'private'), 0o700);
  const { outcome, found, fix } = await readableSite(root, 'www-data');
  expect(outcome).toBe('warned');
  expect(found[0]).toBe(`www-data may not read ${join(folder, 'private')}`);
  expect(fix).toContain('chmod -R a+rX');
  expect(modeOf(join(folder, 'private'))).toBe(0o700);
});

it('says nothing of a site that is not there, which was said before', async () => {
  expect((await readableSite(join(folder, 'no-site'), 'www-data')).outcome).toBe('done');
});
