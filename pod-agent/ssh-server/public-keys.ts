/** The keys in PUBLIC_KEY, which RunPod fills from the account: as lines of authorized_keys, and nothing else among them. Pure. */

export type PublicKeys = {
  readonly keys: readonly string[];
  /** Which lines are no keys, and why. They are not quoted: one may be a private key. */
  readonly refused: readonly string[];
};

/** The types that OpenSSH knows, and base64. (sshd(8), AUTHORIZED_KEYS FILE FORMAT; options before the type are not taken) */
const keyLine =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)(?:-cert-v01@openssh\.com)?[ \t]+[A-Za-z0-9+/]{16,}={0,3}(?:[ \t][^\r\n]*)?$/;

export function readPublicKeys(text: string): PublicKeys {
  if (/PRIVATE KEY/.test(text)) {
    return {
      keys: [],
      refused: [
        'PUBLIC_KEY holds a private key. Put the text of the .pub file there, and treat that private key as known to others.',
      ],
    };
  }
  const keys = new Set<string>();
  const refused: string[] = [];
  // Some templates carry the key in one line with "\n" written out.
  const lines = text.replaceAll('\\n', '\n').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (keyLine.test(trimmed)) keys.add(trimmed);
    else
      refused.push(
        `line ${index + 1} of PUBLIC_KEY is no public key such as "ssh-ed25519 AAAA… name" and is left out.`,
      );
  }
  return { keys: [...keys], refused };
}

/** The authorized_keys that result, with what was there kept; null where nothing is to be added. */
export function withKeys(current: string, keys: readonly string[]): string | null {
  const known = new Set(current.split('\n').map(materialOf));
  const added = keys.filter((key) => !known.has(materialOf(key)));
  if (added.length === 0) return null;
  const before = current === '' || current.endsWith('\n') ? current : `${current}\n`;
  return `${before}${added.join('\n')}\n`;
}

/** The key itself, whatever its comment and options. */
function materialOf(line: string): string {
  // One that is commented out lets nobody in.
  return line.trimStart().startsWith('#') ? '' : (/\bAAAA[A-Za-z0-9+/]+/.exec(line)?.[0] ?? line);
}
