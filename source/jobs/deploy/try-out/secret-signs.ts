/** Secrets in an image: what looks like one, and the operator's own. Told by where they stand, never by what they are. */
import type { ImageLook } from '../../container/container-engine.ts';

/** The operator's values by the name of their variable. */
export type OwnSecrets = Readonly<Record<string, string>>;

type Place = { readonly name: string; readonly text: string };

/** @returns One sentence for each place; empty: none was seen. */
export function secretSigns(image: ImageLook, own: OwnSecrets): readonly string[] {
  return placesOf(image).flatMap(({ name, text }) => {
    const known = kinds.find(({ pattern }) => pattern.test(text));
    const mine = Object.entries(own).find(([, value]) => isTelling(value) && text.includes(value));
    return [
      ...(known === undefined ? [] : [`${name} holds ${known.what}.`]),
      ...(mine === undefined ? [] : [`${name} holds the value of your variable ${mine[0]}.`]),
    ];
  });
}

function placesOf({ environment, labels, history }: ImageLook): readonly Place[] {
  return [
    ...environment.map((text) => ({ name: `The variable ${text.split('=')[0]}`, text })),
    ...Object.entries(labels).map(([name, text]) => ({ name: `The label ${name}`, text })),
    ...history.map((text, index) => ({ name: `Line ${index + 1} of the image's history`, text })),
  ];
}

/** A short or everyday value, such as "true" or "8080", would be found everywhere. */
function isTelling(value: string): boolean {
  return value.length >= 8 && !/^\d+$/.test(value);
}

/** Forms that those who give out keys have made recognisable. */
const kinds: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a RunPod API key', pattern: /\brpa_[A-Za-z0-9]{20,}/ },
  { what: 'a GitHub token', pattern: /\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/ },
  { what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{30,}|:_authToken=[^\s$]{8,}/ },
  { what: 'an AWS key', pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'a Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: 'a key of an AI service', pattern: /\bsk-(proj-|ant-)?[A-Za-z0-9_-]{32,}/ },
  { what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: 'an address with a password', pattern: /\b[a-z][a-z0-9+]*:\/\/[^\s/:@$]+:[^\s/@$]{3,}@/i },
];
