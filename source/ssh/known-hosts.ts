/**
 * OpenSSH's known_hosts, as sshd(8) describes it: plain, hashed and wildcard names, `[host]:port`, negation,
 * and the markers @revoked and @cert-authority.
 */
import { createHmac } from 'node:crypto';

export type KnownHost = {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field as it stands. */
  readonly names: string;
  /** E.g. "ssh-ed25519". */
  readonly keyType: string;
  readonly key: Buffer;
};

/** `ca-only`: only a certificate authority is known for the host, and certificates are not understood here. */
export type KnownHostsVerdict = 'trusted' | 'changed' | 'revoked' | 'ca-only' | 'unknown';

export type HostAddress = { readonly host: string; readonly port: number };

/** Lines that do not parse are left out, as ssh does. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line) => parseLine(line.trim()) ?? []);
}

/** Whether `key` (the public key's bytes) is the one known of this host. */
export function judgeKnownHost(
  known: readonly KnownHost[],
  address: HostAddress,
  key: Buffer,
): KnownHostsVerdict {
  const matching = known.filter((entry) => matchesAddress(entry.names, address));
  if (matching.some((entry) => entry.marker === 'revoked' && entry.key.equals(key))) return 'revoked';
  const plain = matching.filter((entry) => entry.marker === 'none');
  if (plain.some((entry) => entry.key.equals(key))) return 'trusted';
  // A key of another kind counts as changed too: we ask for the known kinds first, so the host has lost that one.
  if (plain.length > 0) return 'changed';
  return matching.some((entry) => entry.marker === 'cert-authority') ? 'ca-only' : 'unknown';
}

/** The kinds of key known of this host: what to ask it for first, lest another of its keys looks like a change. */
export function knownKeyTypes(known: readonly KnownHost[], address: HostAddress): readonly string[] {
  const matching = known.filter(({ marker, names }) => marker === 'none' && matchesAddress(names, address));
  return [...new Set(matching.map(({ keyType }) => keyType))];
}

export function matchesAddress(names: string, { host, port }: HostAddress): boolean {
  const name = (port === 22 ? host : `[${host}]:${port}`).toLowerCase();
  if (names.startsWith('|')) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(',');
  const isDenied = patterns.some(
    (pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name),
  );
  return !isDenied && patterns.some((pattern) => matchesPattern(pattern, name));
}

function parseLine(line: string): KnownHost[] | null {
  if (line === '' || line.startsWith('#')) return null;
  const fields = line.split(/\s+/);
  const marker = markers.get(fields[0] ?? '');
  if (marker === undefined && line.startsWith('@')) return null;
  const [names, keyType, encoded] = marker === undefined ? fields : fields.slice(1);
  if (names === undefined || keyType === undefined || encoded === undefined) return null;
  const key = Buffer.from(encoded, 'base64');
  return key.length === 0 ? null : [{ marker: marker ?? 'none', names, keyType, key }];
}

const markers: ReadonlyMap<string, KnownHost['marker']> = new Map([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
]);

function matchesHash(names: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = names.split('|');
  if (version !== '1') return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** `*` and `?`. Walks the name once and goes back at most to the last star, so no pattern can make it slow. */
function matchesPattern(pattern: string, name: string): boolean {
  let patternAt = 0;
  let nameAt = 0;
  let star = -1;
  let starName = 0;
  while (nameAt < name.length) {
    const wanted = pattern[patternAt];
    if (wanted === '*') {
      star = patternAt++;
      starName = nameAt;
    } else if (wanted === '?' || wanted === name[nameAt]) {
      patternAt++;
      nameAt++;
    } else if (star !== -1) {
      patternAt = star + 1;
      nameAt = ++starName;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternAt));
}
