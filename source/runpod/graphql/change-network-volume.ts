import type { NetworkVolume } from '../deploy-cloud.ts';
import { readFitting } from '../fitting.ts';
import { networkVolumeOf, networkVolumeSchema, networkVolumeSelection } from './network-volumes.ts';
import type { Operation } from './operation.ts';

export type ChangeNetworkVolume = {
  readonly id: string;
  readonly name: string | null;
  readonly sizeGigabytes: number | null;
};

/** What is null is left out, and stays as it is. */
export const changeNetworkVolume: Operation<ChangeNetworkVolume, NetworkVolume> = {
  action: ({ id }) => `change the network volume ${id}`,
  kind: 'write',
  document: `mutation changeNetworkVolume($input: UpdateNetworkVolumeInput!) {
    updateNetworkVolume(input: $input) { ${networkVolumeSelection} }
  }`,
  root: 'updateNetworkVolume',
  sent: ({ id, name, sizeGigabytes }) => ({
    input: {
      id,
      ...(name === null ? {} : { name }),
      ...(sizeGigabytes === null ? {} : { size: sizeGigabytes }),
    },
  }),
  read(value, reader) {
    const changed = readFitting(networkVolumeSchema, value).value;
    if (changed !== null) return { ok: true, value: networkVolumeOf(changed, reader) };
    return reader.fail('unexpected', 'the answer names no volume', 'Look at the list of network volumes.');
  },
};
