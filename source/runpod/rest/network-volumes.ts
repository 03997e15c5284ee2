/** The account's network volumes. Each lies in one data centre, and only pods of that one can have it. */
import { z } from 'zod';
import type { AnswerReader } from '../answer-reader.ts';
import type { CloudResult } from '../cloud.ts';
import type { NetworkVolume } from '../deploy-cloud.ts';
import { readFitting } from '../fitting.ts';
import { readEntries } from '../read-entries.ts';
import type { ListOperation } from './list.ts';
import { type Operation, pathOf } from './operation.ts';
import { readNew, readNothing } from './read-new.ts';

const schema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  size: z.number().nullish(),
  dataCenter: z.string().nullish(),
});

export const networkVolumes: ListOperation<null, NetworkVolume> = {
  action: () => "list the account's network volumes",
  path: () => '/network-volumes',
  key: 'networkVolumes',
  isPaged: true,
  read(entries, reader) {
    const known = readEntries(entries, { schema, what: 'network volume', reader });
    return { ok: true, value: known.map((volume) => volumeOf(volume, reader)) };
  },
};

type NewVolume = { readonly name: string; readonly sizeGigabytes: number; readonly dataCentreId: string };

export const createNetworkVolume: Operation<NewVolume, { readonly id: string }> = {
  action: ({ name }) => `make the network volume "${name}"`,
  request: ({ name, sizeGigabytes, dataCentreId }) => ({
    method: 'POST',
    path: '/network-volumes',
    body: { name, size: sizeGigabytes, dataCenter: dataCentreId.toUpperCase() },
  }),
  read: (json, reader) => readNew(json, reader, 'network volume'),
};

type VolumeChange = {
  readonly id: string;
  readonly name: string | null;
  readonly sizeGigabytes: number | null;
};

/** A change of nothing reads the volume: RunPod refuses an empty one. */
export const changeNetworkVolume: Operation<VolumeChange, NetworkVolume> = {
  action: ({ id }) => `change the network volume ${id}`,
  request({ id, name, sizeGigabytes }) {
    const path = pathOf`/network-volumes/${id}`;
    if (name === null && sizeGigabytes === null) return { method: 'GET', path };
    const body = {
      ...(name === null ? {} : { name }),
      ...(sizeGigabytes === null ? {} : { size: sizeGigabytes }),
    };
    return { method: 'PATCH', path, body };
  },
  read(json, reader): CloudResult<NetworkVolume> {
    const { value } = readFitting(schema, json);
    if (value !== null) return { ok: true, value: volumeOf(value, reader) };
    return reader.fail('unexpected', 'the answer names no volume', "Look at the account's network volumes.");
  },
};

export const deleteNetworkVolume: Operation<string, null> = {
  action: (id) => `delete the network volume ${id}`,
  request: (id) => ({ method: 'DELETE', path: pathOf`/network-volumes/${id}` }),
  read: readNothing,
};

function volumeOf(
  { id, name, size, dataCenter }: z.infer<typeof schema>,
  { clean }: AnswerReader,
): NetworkVolume {
  return {
    id: clean(id),
    name: clean(name ?? id),
    dataCentreId: dataCenter ? clean(dataCenter, 64).toUpperCase() : null,
    sizeGigabytes: typeof size === 'number' && size > 0 ? size : null,
  };
}
