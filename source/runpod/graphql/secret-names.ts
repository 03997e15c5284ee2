import { z } from 'zod';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import type { Operation } from './operation.ts';

const schema = z.object({ name: z.string().min(1) });

/** Of the account's secrets only the names; their values cannot be read by anybody. */
export const secretNames: Operation<Record<string, never>, readonly string[]> = {
  action: () => "list the names of the account's secrets",
  kind: 'read',
  document: 'query secretNames { myself { secrets { name } } }',
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'secrets', reader);
    if (!listed.ok) return listed.failure;
    const named = readEntries(listed.entries, { schema, what: 'secret', reader });
    return { ok: true, value: named.map(({ name }) => reader.clean(name)) };
  },
};
