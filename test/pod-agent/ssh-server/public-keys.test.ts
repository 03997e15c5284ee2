import { describe, expect, it } from 'vitest';
import { readPublicKeys, withKeys } from '../../../pod-agent/ssh-server/public-keys.ts';

const ann = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGmockmockmockmockmockmockmockmockmockmock ann@desk';
const ben = 'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYmockmock ben';

describe('PUBLIC_KEY', () => {
  it('may hold several keys, with empty lines between them, each once', () => {
    expect(readPublicKeys(`${ann}\n\n${ben}\r\n${ann}\n`)).toEqual({ keys: [ann, ben], refused: [] });
  });

  it('may have its parts far apart', () => {
    const spaced = ann.replaceAll(' ', '  ');
    expect(readPublicKeys(spaced).keys).toEqual([spaced]);
  });

  it('may have its line breaks written out', () => {
    expect(readPublicKeys(`${ann}\\n${ben}`).keys).toEqual([ann, ben]);
  });

  it('gives nothing but keys to authorized_keys', () => {
    const { keys, refused } = readPublicKeys(
      `command="rm -rf /" ${ann}\nssh-ed25519\nrestrict ${ben}\nhello\n${ben}`,
    );
    expect(keys).toEqual([ben]);
    expect(refused).toHaveLength(4);
    expect(refused[3]).toContain('line 4 of PUBLIC_KEY is no public key');
  });

  it('never takes or quotes a private key', () => {
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ';
    const { keys, refused } = readPublicKeys(
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n${ann}`,
    );
    expect(keys).toEqual([]);
    expect(refused.join()).toContain('holds a private key');
    expect(refused.join()).not.toContain(secret);
  });
});

describe('authorized_keys', () => {
  it('keeps what was there and gains what is new', () => {
    expect(withKeys(`# mine\n${ben}`, [ann, ben])).toBe(`# mine\n${ben}\n${ann}\n`);
  });

  it('knows a key by itself, whatever its comment and options', () => {
    expect(withKeys(`restrict ${ann.replace('ann@desk', 'other')}\n`, [ann])).toBeNull();
  });

  it('does not take a key for known that is commented out', () => {
    expect(withKeys(`# ${ann}\n`, [ann])).toBe(`# ${ann}\n${ann}\n`);
  });

  it('begins with the first key', () => {
    expect(withKeys('', [ann])).toBe(`${ann}\n`);
  });
});
