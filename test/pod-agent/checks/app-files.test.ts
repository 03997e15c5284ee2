import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listing, mayRead, workerIn } from '../../../pod-agent/checks/app-files/listing.ts';
import { appFiles } from '../../../pod-agent/checks/app-files.ts';
import type { PodPlan } from '../../../pod-agent/checks/check.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { judgeTexts, named, troubleIn } from './look.ts';

const folders = 'drwxr-xr-x 21 0 0 4096 Nov 25 16:04 /\ndrwxr-xr-x  2 0 0 4096 May 20  2025 /srv\n';
const whole = `${folders}drwxr-xr-x 2 0 0 4096 Nov 25 16:04 /srv/site\n-rw-r--r-- 1 0 0 120 Nov 25 16:04 /srv/site/index.html\n`;
const well = {
  'modes of the site': whole,
  'files of the site': './index.html\n./assets/a.js\n',
  'first page': '<script src="/assets/a.js"></script>',
  'nginx.conf': 'user www-data;\n',
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\n',
  '/etc/group': 'root:x:0:\nwww-data:x:33:\nshared:x:1000:www-data,me\n',
};

function judge(
  texts: Readonly<Record<string, string | Answer>>,
  plan: Partial<PodPlan> = { isOurImage: true },
) {
  return judgeTexts(appFiles, { ...well, ...texts }, { plan });
}

it('is content with a whole site', () => {
  expect(judge({})).toMatchObject([{ id: 'site-well', status: 'ok' }]);
});

it('reads the listings of GNU and of busybox', () => {
  const text = `${whole}dr-xr-x--T    9 0        33               0 Nov 20 13:14 /proc/1\ncrw-rw-rw- 1 0 0 1, 3 Nov 25 16:04 /dev/null\n`;
  const found = listing(text);
  expect(found.get('/srv')).toMatchObject({ kind: 'd', mode: 0o755, userId: 0, sizeBytes: 4096 });
  expect(found.get('/proc/1')).toMatchObject({ mode: 0o550, groupId: 33, sizeBytes: 0 });
  expect(found.get('/dev/null')).toMatchObject({ kind: 'c', mode: 0o666 });
});

it('decides by owner, then group, then others', () => {
  const reader = workerIn('user www-data;', well['/etc/passwd'], well['/etc/group']);
  expect(reader).toEqual({ name: 'www-data', userId: 33, groupIds: [33, 1000] });
  const file = { path: '/x', kind: '-', mode: 0o640, userId: 0, groupId: 1000, sizeBytes: 1 };
  expect(reader && mayRead(file, reader)).toBe(true);
  expect(reader && mayRead({ ...file, groupId: 7 }, reader)).toBe(false);
  expect(reader && mayRead({ ...file, mode: 0o044, userId: 33 }, reader)).toBe(false);
});

it('finds the folder that keeps the workers out, and does not call opening it safe where it is not the site’s', () => {
  const above = judge({ 'modes of the site': whole.replace('drwxr-xr-x  2', 'drwx------  2') });
  expect(named(above, 'site-unreadable')).toMatchObject({
    title: 'www-data, as whom nginx works, may not read /srv',
    fix: { safe: false },
  });
  const own = judge({ 'modes of the site': whole.replace('-rw-r--r--', '-rw-------') });
  expect(named(own, 'site-unreadable').fix).toMatchObject({ safe: true });
});

it('opens what is published, and nothing that begins with a dot', () => {
  const site = mkdtempSync(join(tmpdir(), "pod-engine-a site's-"));
  try {
    mkdirSync(join(site, '.git'), { mode: 0o700 });
    mkdirSync(join(site, 'assets'), { mode: 0o700 });
    const files = ['.env', '.git/config', 'index.html', 'assets/a.js'];
    for (const name of files) writeFileSync(join(site, name), '', { mode: 0o600 });
    const closed = `drwxr-xr-x 2 0 0 4096 Nov 25 16:04 ${site}\n-rw------- 1 0 0 120 Nov 25 16:04 ${site}/index.html\n`;
    const drafts = judge({ 'modes of the site': folders + closed }, { isOurImage: true, site });
    execFileSync('sh', ['-c', named(drafts, 'site-unreadable').fix?.command ?? 'false']);
    const modes = [...files, '.git', 'assets', '.'].map((name) => statSync(join(site, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o644, 0o644, 0o700, 0o755, 0o755]);
  } finally {
    rmSync(site, { recursive: true });
  }
});

it('tells an empty site from a volume that hides it', () => {
  const none = `${folders}drwxr-xr-x 2 0 0 4096 Nov 25 16:04 /srv/site\n`;
  const texts = { 'modes of the site': none, 'files of the site': '' };
  expect(named(judge(texts), 'site-empty').title).toBe('The site’s folder /srv/site is empty');
  const mounts = '36 35 98:0 / /srv/site rw,noatime - ext4 /dev/sdb1 rw\n';
  const hidden = named(judge({ ...texts, '/proc/self/mountinfo': mounts }), 'site-empty');
  expect(hidden.title).toContain('a volume is mounted over it');
  expect(hidden.evidence[1]?.value).toBe('ext4 /dev/sdb1');
});

it('finds a build that was copied with its folder', () => {
  const none = `${folders}drwxr-xr-x 2 0 0 4096 Nov 25 16:04 /srv/site\n`;
  const drafts = judge({ 'modes of the site': none, 'files of the site': './dist/index.html\n' });
  expect(named(drafts, 'site-index-missing').fix?.text).toContain('/srv/site/dist in POD_AGENT_SITE');
});

it('warns of a picture that is missing, and fails without a script', () => {
  const picture = judge({ 'first page': '<img src="/logo.png">' });
  expect(named(picture, 'site-references-missing').status).toBe('warn');
  const script = judge({ 'files of the site': './index.html\n' });
  expect(named(script, 'site-references-missing').title).toBe(
    'index.html asks for /assets/a.js, which is not in the site',
  );
});

it('judges no reference by a list that was cut', () => {
  expect(troubleIn(judge({ 'files of the site': './a\n'.repeat(150_000) }))).toEqual([]);
});

it('refuses to serve a folder of the system', () => {
  expect(troubleIn(judge({ 'modes of the site': folders }, { isOurImage: true, site: '/etc' }))).toEqual([
    'site-too-wide',
  ]);
});

it('leaves other images alone', () => {
  expect(judge({ 'modes of the site': folders }, {})).toMatchObject([{ id: 'site-absent', status: 'skip' }]);
});

it('says that it does not know where the folder does not answer', () => {
  const silent: Answer = { ok: false, reason: 'timeout', message: 'late' };
  expect(() => judge({ 'modes of the site': silent })).toThrow(/cannot be listed/);
});
