import type { Operation } from './operation.ts';
import { readDeletion } from './read-deletion.ts';

export const deleteSecret: Operation<{ readonly id: string }, null> = {
  action: ({ id }) => `delete the secret ${id}`,
  kind: 'write',
  document: 'mutation deleteSecret($id: ID!) { secretDelete(id: $id) }',
  root: 'secretDelete',
  read: readDeletion,
};
