/**
 * A value that must not be seen: an API key, a passphrase.
 * Printed, joined into text, inspected or made into JSON it reads `[redacted]`; only `reveal` gives the value.
 */
export type Secret = {
  reveal(): string;
  toString(): string;
  toJSON(): string;
};

export function createSecret(value: string): Secret {
  return new HiddenSecret(value);
}

export const redactedMark = '[redacted]';

/** The value lies in a private field, which neither inspection nor structured cloning can reach. */
class HiddenSecret implements Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return redactedMark;
  }

  toJSON(): string {
    return redactedMark;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }

  /** What Node's `util.inspect` and `console.log` look for; named by its registered symbol, so no module is needed. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redactedMark;
  }
}
