import { z } from 'zod';
import type { DataCentre } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import type { Operation } from './operation.ts';

const schema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  location: z.string().nullish(),
});

/** Their ids in capitals: RunPod takes small letters too, and then mixes things up. */
export const dataCentres: Operation<Record<string, never>, readonly DataCentre[]> = {
  action: () => 'list the data centres',
  kind: 'read',
  document: 'query dataCentres { dataCenters { id name location } }',
  root: 'dataCenters',
  read(value, reader) {
    if (!Array.isArray(value)) {
      return reader.fail('unexpected', 'RunPod answered without a list', 'Try again.');
    }
    return {
      ok: true,
      value: readEntries(value, { schema, what: 'data centre', reader }).map(({ id, name, location }) => ({
        id: reader.clean(id, 64).toUpperCase(),
        name: reader.clean(name ?? id),
        location: location === null || location === undefined ? null : reader.clean(location),
      })),
    };
  },
};
