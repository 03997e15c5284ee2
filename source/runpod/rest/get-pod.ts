/** Reading one pod. */
import { type Operation, pathOf } from './operation.ts';
import { type PodWire, readPod } from './pod-wire.ts';

/** One pod; `not-found` for one that is unknown, terminated or somebody else's. */
export const getPod: Operation<{ readonly podId: string }, PodWire> = {
  action: ({ podId }) => `read pod ${podId}`,
  request: ({ podId }) => ({ method: 'GET', path: pathOf`/pods/${podId}` }),
  read(json, reader) {
    const pod = readPod(json, { what: 'the pod', reader });
    if (pod !== null) return { ok: true, value: pod };
    const hint = 'RunPod may have changed its API: look for a newer pod-engine.';
    return reader.fail('unexpected', 'the answer is not a pod', hint);
  },
};
