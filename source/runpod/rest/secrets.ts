/** Secrets of the account, whose values nobody reads back. The newer service alone has their paths. */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import type { CloudResult } from '../cloud.ts';
import { readEntries } from '../read-entries.ts';
import { askAll, type ListOperation } from './list.ts';
import { type Operation, pathOf } from './operation.ts';
import { readNew, readNothing } from './read-new.ts';
import { unsupported } from './unsupported.ts';
import type { Wire } from './wire.ts';

type Named = { readonly id: string; readonly name: string };

const schema = z.object({ id: z.string().min(1), name: z.string().min(1) });

export const secrets: ListOperation<null, Named> = {
  action: () => "list the account's secrets",
  path: () => '/account/secrets',
  key: 'secrets',
  isPaged: true,
  isNewPath: true,
  read: (entries, reader) => ({
    ok: true,
    value: readEntries(entries, { schema, what: 'secret', reader }).map(({ id, name }) => ({
      id: reader.clean(id),
      name: reader.clean(name),
    })),
  }),
};

export const createSecretOperation: Operation<
  { readonly name: string; readonly value: Secret },
  { readonly id: string }
> = {
  action: ({ name }) => `make the secret "${name}"`,
  request: ({ name, value }) => ({
    method: 'POST',
    path: '/account/secrets',
    body: { name, value: value.reveal() },
  }),
  secrets: ({ value }) => [value],
  isNewPath: true,
  read: (json, reader) => readNew(json, reader, 'secret'),
};

const deleteOperation: Operation<string, null> = {
  action: (id) => `delete the secret ${id}`,
  request: (id) => ({ method: 'DELETE', path: pathOf`/account/secrets/${id}` }),
  read: readNothing,
};

/** Not found may mean that there is no such path: then the secret is still in the list, or there is no list. */
export async function deleteSecret(wire: Wire, id: string, signal?: AbortSignal): Promise<CloudResult<null>> {
  const deleted = await wire.ask(deleteOperation, id, signal);
  if (deleted.ok || deleted.code !== 'not-found') return deleted;
  const listed = await askAll(wire, { list: secrets, input: null, signal });
  const isStillThere = listed.ok
    ? listed.value.some((secret) => secret.id === id)
    : listed.code === 'unsupported';
  return isStillThere ? unsupported(`delete the secret ${id}`, 'way to delete secrets') : deleted;
}
