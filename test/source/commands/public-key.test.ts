import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPublicKey } from '../../../source/commands/public-key.ts';

const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvcnRlc3RzZm9ydGVzdHNmb3J0ZXN0c2Zvcg operator';
let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pod-engine-keys-'));
  mkdirSync(join(home, '.ssh'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('takes the first of the usual files', async () => {
  writeFileSync(join(home, '.ssh/id_rsa.pub'), `${line.replace('ed25519', 'rsa')}\n`);
  expect(await readPublicKey(undefined, home)).toEqual({ ok: true, line: line.replace('ed25519', 'rsa') });
  writeFileSync(join(home, '.ssh/id_ed25519.pub'), `${line}\n`);
  expect(await readPublicKey(undefined, home)).toEqual({ ok: true, line });
});

test('takes the named file before them', async () => {
  writeFileSync(join(home, 'other.pub'), `# a comment\n${line} two\n`);
  expect(await readPublicKey(join(home, 'other.pub'), home)).toEqual({ ok: true, line: `${line} two` });
});

test('says what to do where there is none, and where a file is none', async () => {
  expect(await readPublicKey(undefined, home)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('ssh-keygen -t ed25519'),
  });
  const missing = join(home, 'missing.pub');
  expect(await readPublicKey(missing, home)).toMatchObject({
    ok: false,
    reason: expect.stringContaining(`"${missing}": ENOENT`),
  });
  const own = join(home, 'id');
  writeFileSync(own, '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n');
  const answer = await readPublicKey(own, home);
  expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining(`${own}.pub`) });
  expect(JSON.stringify(answer)).not.toContain('abc');
});
