import { z } from 'zod';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import type { Operation } from './operation.ts';

export type RegistryCredential = { readonly id: string; readonly name: string };

const schema = z.object({ id: z.string().min(1), name: z.string().nullish() });

/** The logins at registries that the account keeps at RunPod, by name. */
export const registryCredentials: Operation<Record<string, never>, readonly RegistryCredential[]> = {
  action: () => "list the account's registry credentials",
  kind: 'read',
  document: 'query registryCredentials { myself { containerRegistryCreds { id name } } }',
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'containerRegistryCreds', reader);
    if (!listed.ok) return listed.failure;
    const known = readEntries(listed.entries, { schema, what: 'registry credential', reader });
    return {
      ok: true,
      value: known.map(({ id, name }) => ({ id: reader.clean(id), name: reader.clean(name ?? id) })),
    };
  },
};
