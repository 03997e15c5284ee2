import type { Operation } from './operation.ts';
import { readDeletion } from './read-deletion.ts';

export const deleteRegistryCredential: Operation<{ readonly id: string }, null> = {
  action: ({ id }) => `delete the registry credential ${id}`,
  kind: 'write',
  document: 'mutation deleteRegistryCredential($id: String!) { deleteRegistryAuth(registryAuthId: $id) }',
  root: 'deleteRegistryAuth',
  read: readDeletion,
};
