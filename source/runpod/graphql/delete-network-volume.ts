import type { Operation } from './operation.ts';
import { readDeletion } from './read-deletion.ts';

/** With all that lies on it, for good. */
export const deleteNetworkVolume: Operation<{ readonly id: string }, null> = {
  action: ({ id }) => `delete the network volume ${id}`,
  kind: 'write',
  document: `mutation deleteNetworkVolume($input: DeleteNetworkVolumeInput!) { deleteNetworkVolume(input: $input) }`,
  root: 'deleteNetworkVolume',
  sent: ({ id }) => ({ input: { id } }),
  read: readDeletion,
};
