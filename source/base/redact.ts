import { redactedMark, type Secret } from './secret.ts';

/**
 * The text without the secrets: the given ones by their value, plain and as they would stand in a URL or in JSON,
 * and whatever looks like a RunPod key or a bearer token.
 */
export function redact(text: string, secrets: readonly Secret[]): string {
  return createRedactor(secrets)(text);
}

/** The same for many texts. */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => formsOf(secret.reveal()));
  return (text) => {
    const redacted = forms.reduce((rest, form) => rest.replaceAll(form, redactedMark), text);
    return redacted.replace(keyPattern, redactedMark).replace(bearerPattern, `$1${redactedMark}`);
  };
}

/** Keys of RunPod accounts begin so. */
const keyPattern = /\brpa_[A-Za-z0-9]{4,}/g;
/** After the word stands a token, but for where one is spoken of: "missing bearer token". */
const bearerPattern =
  /\b(Bearer\s+)(?!(?:tokens?|authentication|authorization|auth|scheme|credentials?)(?![\w~+/=.-]*[\w~+/=-]))[A-Za-z0-9._~+/=-]{4,}/gi;

/** Longest first, so that no form leaves the rest of a longer one standing. */
function formsOf(value: string): readonly string[] {
  // A shorter value is no key, and taking it out would tear ordinary words.
  if (value.length < 4) return [];
  const forms = new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  return [...forms].sort((left, right) => right.length - left.length);
}
