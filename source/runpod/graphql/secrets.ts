import { z } from 'zod';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import type { Operation } from './operation.ts';

export type NamedSecret = { readonly id: string; readonly name: string };

const schema = z.object({ id: z.string().min(1), name: z.string().min(1) });

/** Of the account's secrets the names and ids; their values cannot be read by anybody. */
export const secrets: Operation<Record<string, never>, readonly NamedSecret[]> = {
  action: () => "list the account's secrets",
  kind: 'read',
  document: 'query secrets { myself { secrets { id name } } }',
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'secrets', reader);
    if (!listed.ok) return listed.failure;
    const named = readEntries(listed.entries, { schema, what: 'secret', reader });
    return {
      ok: true,
      value: named.map(({ id, name }) => ({ id: reader.clean(id), name: reader.clean(name) })),
    };
  },
};
