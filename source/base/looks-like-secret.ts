/** Whether a plain value is most likely a secret, by its name or by its form. Errs on the side of refusing: a reference is easily written. */

/**
 * @returns Why, a part of a sentence that does not show the value; null when it looks harmless.
 */
export function secretReason(name: string, value: string): string | null {
  return reasonByValue(value, name) ?? reasonByName(name, value);
}

/** Of values that have no name, such as a command line. */
export function secretWithin(text: string): string | null {
  const known = forms.find(([form]) => form.test(text));
  return known === undefined ? null : known[1];
}

/** What holds a secret by its name: HF_TOKEN, apiKey, DB_PASSWORD, private-key. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => harmlessWords.has(word))) return false;
  return words.some((word) => secretWords.has(word));
}

const secretWords: ReadonlySet<string> = new Set([
  'key',
  'apikey',
  'token',
  'password',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'secret',
  'secrets',
  'credential',
  'credentials',
  'auth',
]);

/** PUBLIC_KEY, TOKEN_FILE, KEY_PATH, TOKEN_LIMIT and the like speak of one, and hold none. */
const harmlessWords: ReadonlySet<string> = new Set([
  'public',
  'file',
  'path',
  'dir',
  'name',
  'id',
  'type',
  'mode',
  'limit',
  'count',
  'length',
  'size',
  'ttl',
  'enabled',
  'disabled',
  'required',
]);

const forms: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, 'holds a private key'],
  [/\brpa_[A-Za-z0-9]{8,}/, 'looks like a RunPod API key'],
  [/\b(gh[posru]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/, 'looks like a GitHub token'],
  [/\bglpat-[\w-]{16,}/, 'looks like a GitLab token'],
  [/\bhf_[A-Za-z0-9]{16,}/, 'looks like a Hugging Face token'],
  [/\b(sk|rk|pk)[-_](live|test|proj|ant|or)[-_][\w-]{12,}|\bsk-[A-Za-z0-9]{20,}/, 'looks like an API key'],
  [/\bxox[abeoprs]-[\w-]{10,}/, 'looks like a Slack token'],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'looks like an AWS access key'],
  [/\bAIza[\w-]{30,}/, 'looks like a Google API key'],
  [/\b(npm_[A-Za-z0-9]{20,}|dckr_pat_[\w-]{16,}|pypi-[\w-]{20,})/, 'looks like a registry token'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}/, 'looks like a signed web token'],
  [/\bBearer\s+[\w.~+/=-]{12,}/i, 'holds a bearer token'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, 'is a URL with a password in it'],
];

function reasonByValue(value: string, name: string): string | null {
  const known = secretWithin(value);
  if (known !== null) return known;
  if (wordsOf(name).some((word) => digestWords.has(word))) return null;
  return isRandom(value) ? 'is long and looks random, as keys do' : null;
}

/** Names of what is long and random without being secret. */
const digestWords: ReadonlySet<string> = new Set([
  'sha',
  'sha256',
  'digest',
  'revision',
  'commit',
  'hash',
  'checksum',
  'public',
  'etag',
]);

function reasonByName(name: string, value: string): string | null {
  if (!isSecretName(name) || value.trim() === '') return null;
  // A switch, a path, or a reference to something that is filled in elsewhere.
  if (/^(true|false|on|off|yes|no|0|1|\d{1,2}|\/[\w./-]*|\$\{?\w+\}?|\{\{.*\}\})$/i.test(value.trim()))
    return null;
  return 'is named like a secret';
}

/** Names of models and paths are long too, but made of short words, so only an unbroken run counts. */
function isRandom(value: string): boolean {
  // Digests and public keys are for all to read.
  const rest = value
    .slice(0, 2 * maxJudgedLength)
    .replace(/\bsha(1|256|512)[:-][\w+/=]+|\b(ssh-\w+|ecdsa-[\w-]+) AAAA[\w+/=]+/g, '');
  return rest
    .slice(0, maxJudgedLength)
    .split(/[^A-Za-z0-9+=]+/)
    .some(isRandomRun);
}

const maxJudgedLength = 4096;

function isRandomRun(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return entropyBits(run) >= 3;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(run)).length;
  return run.length >= 20 && kinds === 3 && entropyBits(run) >= 3.7;
}

/** Shannon's entropy of its letters, in bits a letter. */
function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** `HF_TOKEN`, `apiKey` and `api-key` in words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
