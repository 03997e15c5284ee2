import { z } from 'zod';
import type { NetworkVolume } from '../deploy-cloud.ts';
import { listOfMyself, readEntries } from './ask-myself.ts';
import type { Operation } from './operation.ts';

const schema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  dataCenterId: z.string().nullish(),
});

/** The account's network volumes. Each lies in one data centre, and only pods of that one can have it. */
export const networkVolumes: Operation<Record<string, never>, readonly NetworkVolume[]> = {
  action: () => "list the account's network volumes",
  kind: 'read',
  document: 'query networkVolumes { myself { networkVolumes { id name dataCenterId } } }',
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'networkVolumes', reader);
    if (!listed.ok) return listed.failure;
    const known = readEntries(listed.entries, { schema, what: 'network volume', reader });
    return {
      ok: true,
      value: known.map(({ id, name, dataCenterId }) => ({
        id: reader.clean(id),
        name: reader.clean(name ?? id),
        dataCentreId: dataCenterId ? reader.clean(dataCenterId, 64).toUpperCase() : null,
      })),
    };
  },
};
