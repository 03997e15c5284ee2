import { readPod } from './list-pods.ts';
import type { Operation } from './operation.ts';
import { type PodWire, podSelection } from './pod-wire.ts';

/** One pod. RunPod answers null, without an error, for a pod that is unknown, terminated or somebody else's. */
export const getPod: Operation<{ readonly podId: string }, PodWire> = {
  action: ({ podId }) => `read pod ${podId}`,
  kind: 'read',
  document: `query getPod($podId: String!) { pod(input: { podId: $podId }) {${podSelection} } }`,
  root: 'pod',
  read(value, reader) {
    if (value === null) {
      const hint =
        'It may have been terminated, or belong to another account. A pod just made can take some seconds to show.';
      return reader.fail('not-found', 'RunPod knows no such pod', hint);
    }
    const pod = readPod({ pod: value, what: 'the pod', reader });
    if (pod !== null) return { ok: true, value: pod };
    return reader.fail(
      'unexpected',
      'the answer is not a pod',
      'RunPod may have changed its API: look for a newer pod-engine.',
    );
  },
};
