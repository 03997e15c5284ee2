import { z } from 'zod';
import { readFitting } from '../fitting.ts';
import type { Operation } from './operation.ts';

export type CreateNetworkVolume = {
  readonly name: string;
  readonly sizeGigabytes: number;
  readonly dataCentreId: string;
};

const schema = z.object({ id: z.string().min(1) });

/** In capitals: RunPod takes a data centre in small letters too, and then mixes things up. */
export const createNetworkVolume: Operation<CreateNetworkVolume, { readonly id: string }> = {
  action: ({ name, sizeGigabytes, dataCentreId }) =>
    `make the network volume "${name}" of ${sizeGigabytes} GB in ${dataCentreId}`,
  kind: 'write',
  document: `mutation createNetworkVolume($input: CreateNetworkVolumeInput!) {
    createNetworkVolume(input: $input) { id }
  }`,
  root: 'createNetworkVolume',
  sent: ({ name, sizeGigabytes, dataCentreId }) => ({
    input: { name, size: sizeGigabytes, dataCenterId: dataCentreId.toUpperCase() },
  }),
  read(value, reader) {
    const made = readFitting(schema, value).value;
    if (made !== null) return { ok: true, value: { id: reader.clean(made.id) } };
    return reader.fail('unexpected', 'the answer names no volume', 'Look at the list of network volumes.');
  },
};
