/** RunPod's data centres. */
import { z } from 'zod';
import type { DataCentre } from '../deploy-cloud.ts';
import { readEntries } from '../read-entries.ts';
import type { ListOperation } from './list.ts';

const text = z.string().nullish();

const schema = z.object({ id: z.string().min(1), name: text, region: text });

/** Their ids in capitals, as everywhere here; of the place RunPod tells the continent: "NORTH_AMERICA" is "North America". */
export const dataCentres: ListOperation<null, DataCentre> = {
  action: () => 'list the data centres',
  path: () => '/catalog/datacenters',
  key: 'dataCenters',
  read: (entries, reader) => ({
    ok: true,
    value: readEntries(entries, { schema, what: 'data centre', reader }).map(({ id, name, region }) => ({
      id: reader.clean(id, 64).toUpperCase(),
      name: reader.clean(name ?? id),
      location: regionName(reader.clean(region ?? '', 64)),
    })),
  }),
};

function regionName(region: string): string | null {
  if (region === '' || region === 'UNKNOWN') return null;
  const words = region.toLowerCase().split('_');
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(' ');
}
