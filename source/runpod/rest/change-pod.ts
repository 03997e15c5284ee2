/** Changes of a pod that do not touch its container. */
import { type Operation, pathOf } from './operation.ts';
import { type Changed, readChange } from './read-change.ts';

/** A locked pod cannot be stopped or reset. */
export const lockPod: Operation<{ readonly podId: string; readonly locked: boolean }, Changed> = {
  action: ({ podId, locked }) => `${locked ? 'lock' : 'unlock'} pod ${podId}`,
  request: ({ podId, locked }) => ({ method: 'PATCH', path: pathOf`/pods/${podId}`, body: { locked } }),
  read: (json, reader, { podId }) => readChange(json, reader, podId),
};

export const renamePod: Operation<{ readonly podId: string; readonly name: string }, Changed> = {
  action: ({ podId }) => `rename pod ${podId}`,
  request: ({ podId, name }) => ({ method: 'PATCH', path: pathOf`/pods/${podId}`, body: { name } }),
  read: (json, reader, { podId }) => readChange(json, reader, podId),
};
