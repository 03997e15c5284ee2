import type { Operation } from './operation.ts';
import { type Changed, readChange } from './read-change.ts';

/** Releases the GPU. The container's disk is lost; the volume stays, and is paid for. */
export const stopPod: Operation<{ readonly podId: string }, Changed> = {
  action: ({ podId }) => `stop pod ${podId}`,
  kind: 'write',
  document: 'mutation stopPod($podId: String!) { podStop(input: { podId: $podId }) { id desiredStatus } }',
  root: 'podStop',
  read(value, reader) {
    if (value !== null) return readChange(value, reader);
    return reader.fail(
      'unexpected',
      'RunPod answered null, without a reason',
      'Look at the state of the pod.',
    );
  },
};
