/**
 * Takes out of a text what is nobody else's business, before it is handed to support. Rather too much than too little:
 * besides the secrets that are known by their value, whatever looks like one goes. Counts what it took, by kind.
 */
import { redact } from '../../base/redact.ts';
import { redactedMark, type Secret } from '../../base/secret.ts';
import { withoutKeyRemains } from './key-remains.ts';

export type Redaction = {
  text(text: string): string;
  /** Every string in plain data; what is named like a secret goes whole. */
  deep<Value>(value: Value): Value;
  /** How many of each kind have been taken out. */
  counts(): Readonly<Record<string, number>>;
};

type Kind = { readonly name: string; readonly pattern: RegExp; readonly keep: string };

const secretWord = '(?:api[_-]?key|key|token|secret|passw(?:or)?d|passphrase|credentials?|authorization)';

const privateKeys: Kind = {
  name: 'private keys',
  pattern:
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
  keep: '',
};

/** In this order. Each is bounded, so that a hostile line costs no more than its length. */
const kinds: readonly Kind[] = [
  {
    name: 'credentials in URLs',
    pattern: /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]{1,400}(?=@)/gi,
    keep: '$1',
  },
  { name: 'cookies', pattern: /\b((?:set-)?cookie["']?\s{0,8}[:=]\s{0,8})[^\r\n]+/gi, keep: '$1' },
  {
    name: 'authorisations',
    pattern: /\b((?:bearer|basic|digest)\s{1,8})[A-Za-z0-9._~+/=-]{6,}/gi,
    keep: '$1',
  },
  {
    name: 'assignments',
    pattern: new RegExp(
      `(${secretWord}[\\w.-]{0,64}["']?\\s{0,8}[:=]\\s{0,8})(?!\\[redacted\\])(?:"[^"\\n]*"?|'[^'\\n]*'?|[^\\s,;&"'}\\])]+)`,
      'gi',
    ),
    keep: '$1',
  },
  {
    name: 'options of commands',
    pattern: new RegExp(
      `(--?[\\w-]{0,40}${secretWord}[\\w-]{0,40}\\s{1,8})(?!\\[redacted\\])(?:"[^"\\n]*"|'[^'\\n]*'|[^\\s"'-][^\\s"']*)`,
      'gi',
    ),
    keep: '$1',
  },
  {
    name: 'query strings',
    pattern: /([\w/:)\]}.%~-])\?(?!\[redacted\])[^\s"'<>?]{1,4000}/g,
    keep: '$1?',
  },
  {
    name: 'tokens by their form',
    pattern:
      /\b(?:rpa_[A-Za-z0-9]{4,}|hf_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|xox[abprs]-[\w-]{8,}|AKIA[A-Z0-9]{12,}|glpat-[\w-]{12,}|eyJ\w[\w-]{8,400}\.[\w-]{8,4000}\.[\w-]*)/g,
    keep: '',
  },
];

const secretName = new RegExp(`${secretWord}$`, 'i');

export function createRedaction(secrets: readonly Secret[]): Redaction {
  const counts = new Map<string, number>();

  function count(name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  function text(given: string): string {
    const known = redact(given, secrets);
    if (known !== given) count('known secrets');
    const remains = withoutKeyRemains(without(known, privateKeys), redactedMark);
    if (remains.count > 0) count('private keys');
    return kinds.reduce(without, remains.text);
  }

  function without(given: string, { name, pattern, keep }: Kind): string {
    return given.replace(pattern, (...match: unknown[]) => {
      count(name);
      const [, group] = match;
      return `${keep.replace('$1', typeof group === 'string' ? group : '')}${redactedMark}`;
    });
  }

  function deep(value: unknown, name: string): unknown {
    if (typeof value === 'string' && value !== '' && secretName.test(name)) {
      count('values named as secrets');
      return redactedMark;
    }
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => deep(item, name));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), deep(item, key)]));
  }

  return {
    text,
    // The shape is kept and only the text of strings changes, so the type stands.
    deep: <Value>(value: Value) => deep(value, '') as Value,
    counts: () => Object.fromEntries(counts),
  };
}
