/** Reading all pods. */
import type { ListOperation } from './list.ts';
import { type PodWire, readPod } from './pod-wire.ts';

/** Every pod of the account but those of clusters; terminated ones are not among them. */
export const listPods: ListOperation<null, PodWire> = {
  action: () => 'list the pods',
  path: () => '/pods',
  key: 'pods',
  isPaged: true,
  read(entries, reader) {
    const pods = entries.flatMap((pod, index) => readPod(pod, { what: `entry ${index + 1}`, reader }) ?? []);
    return { ok: true, value: pods };
  },
};
