import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';

export type CreateSecret = { readonly name: string; readonly value: Secret };

const schema = z.object({ id: z.string().min(1) });

export const createSecretOperation: Operation<CreateSecret, { readonly id: string }> = {
  action: ({ name }) => `make the secret "${name}"`,
  kind: 'write',
  document: 'mutation createSecret($input: SecretCreateInput!) { secretCreate(input: $input) { id } }',
  root: 'secretCreate',
  sent: ({ name, value }) => ({ input: { name, value: value.reveal() } }),
  secrets: ({ value }) => [value],
  read(value, reader) {
    const made = readFitting(schema, value).value;
    if (made !== null) return { ok: true, value: { id: reader.clean(made.id) } };
    return reader.fail('unexpected', 'the answer names no secret', 'Look at the list of secrets.');
  },
};
