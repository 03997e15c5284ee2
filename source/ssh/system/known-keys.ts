/** The trust that this console has, given to the system's ssh as a known_hosts file, and read back from it. */
import { readFile, writeFile } from 'node:fs/promises';
import type { HostKeyVerifier } from '../connection.ts';
import type { SshFailure } from '../failure.ts';
import { parseKnownHosts } from '../known-hosts.ts';
import type { TrustExport } from '../trust-export.ts';
import { hostKeyAlias, type KnownKeys } from './ssh-arguments.ts';

export type SystemTrust = {
  readonly exported: TrustExport;
  readonly verifyHostKey: HostKeyVerifier;
  refusal(): SshFailure | null;
};

/** Writes the file where our own trust is to decide. Throws where it cannot be written. */
export async function prepareKnownKeys({ exported }: SystemTrust, path: string): Promise<KnownKeys> {
  if (exported.kind === 'user') return { kind: 'user' };
  const lines = exported.keys.map(({ marker, type, blob }) => {
    const prefix = marker === 'revoked' ? '@revoked ' : '';
    return `${prefix}${hostKeyAlias} ${type} ${blob}\n`;
  });
  await writeFile(path, lines.join(''), { mode: 0o600, flag: 'wx' });
  return { kind: 'own', path, acceptNew: exported.acceptNew };
}

/** Has the key that ssh believed judged as every key is. @returns Why it is refused; null where it is not. */
export async function acceptedKey(trust: SystemTrust, known: KnownKeys): Promise<SshFailure | null> {
  if (known.kind === 'user') return null;
  const entries = parseKnownHosts(await readFile(known.path, 'utf8'));
  const shown = entries.find(({ marker }) => marker === 'none');
  if (shown !== undefined && trust.verifyHostKey(shown.key) === true) return null;
  return (
    trust.refusal() ?? {
      kind: 'host-key',
      message: "The system's ssh connected, but left no host key to judge.",
      hint: 'Set sshTransport to ssh2, or put the host key into ~/.ssh/known_hosts.',
      retriable: false,
    }
  );
}
