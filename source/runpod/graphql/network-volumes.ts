import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { NetworkVolume } from '../deploy-cloud.ts';
import { positiveOf } from '../positive.ts';
import { readEntries } from '../read-entries.ts';
import { listOfMyself } from './ask-myself.ts';
import type { Operation } from './operation.ts';

export const networkVolumeSelection = 'id name size dataCenterId';

export const networkVolumeSchema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  size: z.number().nullish(),
  dataCenterId: z.string().nullish(),
});

/** The account's network volumes. Each lies in one data centre, and only pods of that one can have it. */
export const networkVolumes: Operation<Record<string, never>, readonly NetworkVolume[]> = {
  action: () => "list the account's network volumes",
  kind: 'read',
  document: `query networkVolumes { myself { networkVolumes { ${networkVolumeSelection} } } }`,
  root: 'myself',
  read(value, reader) {
    const listed = listOfMyself(value, 'networkVolumes', reader);
    if (!listed.ok) return listed.failure;
    const known = readEntries(listed.entries, {
      schema: networkVolumeSchema,
      what: 'network volume',
      reader,
    });
    return { ok: true, value: known.map((each) => networkVolumeOf(each, reader)) };
  },
};

export function networkVolumeOf(
  { id, name, size, dataCenterId }: z.infer<typeof networkVolumeSchema>,
  { clean }: AnswerReader,
): NetworkVolume {
  return {
    id: clean(id),
    name: clean(name ?? id),
    dataCentreId: dataCenterId ? clean(dataCenterId, 64).toUpperCase() : null,
    sizeGigabytes: positiveOf(size),
  };
}
