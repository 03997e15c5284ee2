/** The logins at registries that the account keeps at RunPod. Nobody reads their user names and passwords back. */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { readEntries } from '../read-entries.ts';
import type { ListOperation } from './list.ts';
import { type Operation, pathOf } from './operation.ts';
import { readNew, readNothing } from './read-new.ts';

type Named = { readonly id: string; readonly name: string };

const schema = z.object({ id: z.string().min(1), name: z.string().nullish() });

export const registryCredentials: ListOperation<null, Named> = {
  action: () => "list the account's registry credentials",
  path: () => '/registries',
  key: 'registries',
  isPaged: true,
  read: (entries, reader) => ({
    ok: true,
    value: readEntries(entries, { schema, what: 'registry credential', reader }).map(({ id, name }) => ({
      id: reader.clean(id),
      name: reader.clean(name ?? id),
    })),
  }),
};

type NewCredential = { readonly name: string; readonly username: string; readonly password: Secret };

export const createRegistryCredential: Operation<NewCredential, { readonly id: string }> = {
  action: ({ name }) => `make the registry credential "${name}"`,
  request: ({ name, username, password }) => ({
    method: 'POST',
    path: '/registries',
    body: { name, username, password: password.reveal() },
  }),
  secrets: ({ password }) => [password],
  read: (json, reader) => readNew(json, reader, 'registry credential'),
};

export const deleteRegistryCredential: Operation<string, null> = {
  action: (id) => `delete the registry credential ${id}`,
  request: (id) => ({ method: 'DELETE', path: pathOf`/registries/${id}` }),
  read: readNothing,
};
