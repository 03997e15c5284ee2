/** A server's public key, and how people compare it. */
import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

export type HostKey = {
  /** E.g. "ssh-ed25519". */
  readonly type: string;
  /** As `ssh-keygen -l` prints it: "SHA256:…". */
  readonly fingerprint: string;
  /** The key itself in base64, as in known_hosts. */
  readonly blob: string;
};

/** From the key's bytes, which begin with the length and name of its kind (RFC 4253, 6.6). */
export function describeHostKey(bytes: Buffer): HostKey {
  const nameLength = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  const name = nameLength > 64 ? '' : bytes.toString('latin1', 4, 4 + nameLength);
  return {
    type: /^[\w@.-]+$/.test(name) ? name : 'unknown',
    fingerprint: `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`,
    blob: bytes.toString('base64'),
  };
}

export function hostKeyText({ type, fingerprint }: HostKey): string {
  return `${type} ${fingerprint}`;
}

/** What to ask the server for, the kinds already known of it first, as ssh does. */
export function hostKeyAlgorithms(knownTypes: readonly string[]): readonly ServerHostKeyAlgorithm[] {
  const known = knownTypes.flatMap((type) => algorithmsOf(type));
  return [...new Set([...known, ...usualAlgorithms])];
}

const usualAlgorithms: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

function algorithmsOf(type: string): readonly ServerHostKeyAlgorithm[] {
  if (type === 'ssh-rsa') return ['rsa-sha2-512', 'rsa-sha2-256'];
  return usualAlgorithms.filter((algorithm) => algorithm === type);
}
