/** A public SSH key in the form in which people compare keys: type, fingerprint, comment. */
import { createHash } from 'node:crypto';
import { safeText } from '../base/safe-text.ts';
import type { KeyRow } from '../fleet/catalogue.ts';

/**
 * One line of authorized_keys (sshd(8)), which may begin with options. The fingerprint is that of `ssh-keygen -l`:
 * SHA-256 of the key's bytes, in base64 without padding. null: the line holds no public key.
 */
export function keyRowOf(line: string): KeyRow | null {
  const found = keyPattern.exec(line);
  const [, type = '', encoded = '', comment = ''] = found ?? [];
  if (found === null) return null;
  const bytes = Buffer.from(encoded, 'base64');
  // The bytes begin with the length of the type's name and that name (RFC 4253, 6.6): it has to be the one that is written.
  if (bytes.length < 4 + type.length || bytes.subarray(4, 4 + type.length).toString('latin1') !== type) {
    return null;
  }
  const digest = createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '');
  return { fingerprint: `SHA256:${digest}`, type, comment: safeText(comment.trim(), { maxLength: 200 }) };
}

const keyPattern =
  /(?:^|\s)((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w.@-]+)\s+([A-Za-z0-9+/]{16,}={0,3})(?:\s+(.*))?$/;
