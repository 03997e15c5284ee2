/** Fingerprints, compared with those of ssh-keygen itself. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyRowOf } from '../../../source/runpod/key-row.ts';

test.each(['ed25519', 'ecdsa', 'rsa'])('an %s key has the fingerprint that ssh-keygen shows', (type) => {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-keys-'));
  try {
    const file = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'ann at her desk', '-f', file]);
    const [, fingerprint] = execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' }).split(
      ' ',
    );
    const line = readFileSync(`${file}.pub`, 'utf8').trim();
    expect(keyRowOf(line)).toMatchObject({ fingerprint, comment: 'ann at her desk' });
    expect(keyRowOf(`no-pty,command="date -u" ${line}`)).toMatchObject({ fingerprint });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['', 'ssh-ed25519', 'ssh-ed25519 AAAA', 'ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIEabcdefgh x', 'a word'])(
  '"%s" is no public key',
  (line) => {
    expect(keyRowOf(line)).toBeNull();
  },
);
