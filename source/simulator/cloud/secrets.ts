/** The account's secrets: names for everybody who may ask, values for the pods that refer to them. */
import { letters, mix } from '../chance.ts';
import { refusal, somethingWentWrong } from './refusal.ts';

export type SecretInput = {
  readonly name: string;
  readonly value: string;
  readonly description?: string | null | undefined;
};

export type Secret = {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly createdAtMs: number;
};

export type Secrets = {
  /** Without their values. */
  list(): readonly Secret[];
  create(input: SecretInput): Secret;
  remove(id: string): void;
  /** null: there is none of that name. */
  valueOf(name: string): string | null;
};

const mostSecrets = 500;

/** One is there from the beginning. */
export function createSecrets(options: { readonly seed: number; wallMs(): number }): Secrets {
  const secrets: (SecretInput & Secret)[] = [];

  let made = 0;

  function create(input: SecretInput): Secret {
    if (secrets.some(({ name }) => name === input.name))
      throw refusal(`A secret named "${input.name}" already exists.`);
    if (secrets.length >= mostSecrets) throw somethingWentWrong();
    made += 1;
    const seed = mix(options.seed, made, 62);
    const id = letters(seed, { length: 20, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' });
    const secret = { ...input, id, createdAtMs: options.wallMs() };
    secrets.push(secret);
    return shown(secret);
  }

  const token = letters(mix(options.seed, 63), { length: 30, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef' });
  create({ name: 'HF_TOKEN', value: `hf_${token}`, description: 'made up' });

  return {
    list: () => secrets.map(shown),
    create,
    remove(id) {
      const at = secrets.findIndex((secret) => secret.id === id);
      if (at < 0) throw refusal('Secret not found.');
      secrets.splice(at, 1);
    },
    valueOf: (name) => secrets.find((secret) => secret.name === name)?.value ?? null,
  };
}

function shown({ value: _value, ...secret }: SecretInput & Secret): Secret {
  return secret;
}

/** As GraphQL shows it. */
export function secretFields({ createdAtMs, ...secret }: Secret): unknown {
  return { ...secret, createdAt: new Date(createdAtMs).toISOString() };
}
