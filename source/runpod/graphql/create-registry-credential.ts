import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';

export type CreateRegistryCredential = {
  readonly name: string;
  readonly username: string;
  readonly password: Secret;
};

const schema = z.object({ id: z.string().min(1) });

export const createRegistryCredential: Operation<CreateRegistryCredential, { readonly id: string }> = {
  action: ({ name }) => `make the registry credential "${name}"`,
  kind: 'write',
  document: `mutation createRegistryCredential($input: SaveRegistryAuthInput!) {
    saveRegistryAuth(input: $input) { id }
  }`,
  root: 'saveRegistryAuth',
  sent: ({ name, username, password }) => ({ input: { name, username, password: password.reveal() } }),
  secrets: ({ password }) => [password],
  read(value, reader) {
    const made = readFitting(schema, value).value;
    if (made !== null) return { ok: true, value: { id: reader.clean(made.id) } };
    return reader.fail('unexpected', 'the answer names no credential', 'Look at the list of credentials.');
  },
};
