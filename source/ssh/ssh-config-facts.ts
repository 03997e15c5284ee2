/** What `ssh -G HOST` says of a host, as far as it decides how to connect. Pure. */
import type { HostAddress } from './known-hosts.ts';

export type SshConfigFacts = {
  /** What ssh looks up in known_hosts. */
  readonly address: HostAddress;
  readonly knownHostsPaths: readonly string[];
  readonly identityFiles: readonly string[];
  /** What only the system's ssh can do, as it stands in the configuration, e.g. "ProxyJump bastion". */
  readonly needs: readonly string[];
};

/** One lower-case word and its value a line, as OpenSSH prints them since 6.8. */
export function readSshConfig(text: string): SshConfigFacts {
  const lines = text.split('\n').map((line): readonly [string, string] => {
    const at = line.indexOf(' ');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
  });
  const all = (name: string) =>
    lines.flatMap(([key, value]) => (key === name && isSet(value) ? [value] : []));
  const [alias] = all('hostkeyalias');
  const [host = ''] = all('hostname');
  return {
    // An alias stands in known_hosts without a port.
    address: alias === undefined ? { host, port: Number(all('port')[0] ?? 22) } : { host: alias, port: 22 },
    knownHostsPaths: all('userknownhostsfile').flatMap((paths) => paths.split(/\s+/)),
    identityFiles: all('identityfile'),
    needs: needing.flatMap(([key, name]) => all(key).map((value) => `${name} ${value}`)),
  };
}

const needing: readonly (readonly [string, string])[] = [
  ['proxyjump', 'ProxyJump'],
  ['proxycommand', 'ProxyCommand'],
  ['certificatefile', 'CertificateFile'],
  ['pkcs11provider', 'PKCS11Provider'],
];

function isSet(value: string): boolean {
  return value !== '' && value.toLowerCase() !== 'none';
}
