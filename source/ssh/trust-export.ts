/** What the system's ssh is to believe of a host: only our own pins, or what the operator's known_hosts say. Pure. */
import { type HostAddress, type KnownHost, matchesAddress } from './known-hosts.ts';
import type { Pin } from './trust-store.ts';
import { isNewGeneration } from './trust-verdict.ts';

export type ExportedKey = {
  readonly marker: 'none' | 'revoked';
  readonly type: string;
  readonly blob: string;
};

export type TrustExport =
  /** The operator's files name the host, or an authority for it, and ssh reads them itself. */
  | { readonly kind: 'user'; readonly onlyAuthority: boolean }
  /** `acceptNew`: a key that nobody knows may be shown; it is judged afterwards. */
  | { readonly kind: 'own'; readonly keys: readonly ExportedKey[]; readonly acceptNew: boolean };

/** `addresses`: what the host may be called in known_hosts; a configuration may give it another name. */
export function exportTrust(question: {
  readonly identity: string;
  readonly generation: string | null;
  readonly pin: Pin | null;
  readonly known: readonly KnownHost[];
  readonly addresses: readonly HostAddress[];
  readonly mode: 'accept-new' | 'strict';
}): TrustExport {
  const { identity, generation, pin, known, addresses, mode } = question;
  const matching = known.filter(({ names }) => addresses.some((address) => matchesAddress(names, address)));
  const revoked = matching.flatMap((entry): ExportedKey[] =>
    entry.marker === 'revoked'
      ? [{ marker: 'revoked', type: entry.keyType, blob: entry.key.toString('base64') }]
      : [],
  );
  if (pin !== null && !isNewGeneration(pin.generation, generation)) {
    const pinned = { marker: 'none', type: pin.type, blob: pin.blob } as const;
    return { kind: 'own', keys: [...revoked, pinned], acceptNew: false };
  }
  const hasAuthority = matching.some(({ marker }) => marker === 'cert-authority');
  const isNamed = matching.some(({ marker }) => marker === 'none');
  // The address of a pod belonged to somebody else before, so a plain entry for it proves nothing against it.
  if (hasAuthority || (isNamed && (mode === 'strict' || !identity.startsWith('runpod:')))) {
    return { kind: 'user', onlyAuthority: hasAuthority && !isNamed };
  }
  return { kind: 'own', keys: revoked, acceptNew: mode === 'accept-new' };
}
