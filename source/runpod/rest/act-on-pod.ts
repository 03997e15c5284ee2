/** Starting, stopping and restarting a pod. */
import type { CloudResult } from '../cloud.ts';
import { getPod } from './get-pod.ts';
import { type Operation, pathOf } from './operation.ts';
import type { PodWire } from './pod-wire.ts';
import { type Changed, readChange } from './read-change.ts';
import type { Wire } from './wire.ts';

export type PodAction = { readonly podId: string; readonly action: 'start' | 'stop' | 'restart' };

const podAction: Operation<PodAction, Changed> = {
  action: ({ podId, action }) => `${action} pod ${podId}`,
  request: ({ podId, action }) => ({ method: 'POST', path: pathOf`/pods/${podId}/action`, body: { action } }),
  read: (json, reader, { podId }) => readChange(json, reader, podId),
};

/**
 * Starts, stops or restarts a pod. Where RunPod refuses it, the pod is asked what it allows in its state; where that is
 * allowed, the reason is another one, and the hint stays.
 */
export async function actOnPod(
  wire: Wire,
  asked: PodAction,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  const done = await wire.ask(podAction, asked, signal);
  if (done.ok || done.code !== 'refused') return done;
  const pod = await wire.ask(getPod, { podId: asked.podId }, signal);
  if (!pod.ok) return done;
  return { ...done, hint: allowedNow(pod.value, asked.action) ?? done.hint };
}

/** null where RunPod did not say, or allows it. Only plain words are quoted. */
function allowedNow({ actions, locked, status }: PodWire, wished: PodAction['action']): string | null {
  if (locked === true) return 'It is locked: unlock it first.';
  if (!/^[A-Z_]{1,30}$/.test(status ?? '')) return null;
  const words = (actions ?? []).filter((each) => each !== null && /^[a-z_-]{1,30}$/.test(each));
  if (words.includes(wished)) return null;
  return `It is ${status} now, and allows ${words.length === 0 ? 'nothing' : words.join(', ')}.`;
}
