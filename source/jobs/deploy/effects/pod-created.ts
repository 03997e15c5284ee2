/** A pod that was rented: found by the id of its deploy, undone by ending it. */
import { noKeyEnd } from '../pods/cloud-ends.ts';
import { lookForPods } from '../pods/look-for-pods.ts';
import type { Effect } from './effect.ts';

export const podCreated: Effect<'pod-created'> = {
  kind: 'pod-created',
  title: ({ podName }) => `the pod "${podName}"`,
  async find({ deployId }, { doors, signal }) {
    const { cloud } = doors;
    if (cloud === null) return { kind: 'unknown', reason: noKeyEnd.text };
    const looked = await lookForPods(deployId, { cloud, doors, signal });
    if (looked.kind === 'found') return { kind: 'happened', result: looked.pod };
    return looked.kind === 'none' ? { kind: 'did-not' } : looked;
  },
  async undo({ details: { podName }, result: { podId } }, { doors, signal }) {
    const advice = `Terminate pod ${podId} in RunPod's console: it costs money as long as it is there.`;
    if (doors.cloud === null) return { ok: false, text: noKeyEnd.text, advice };
    for (let attempt = 1; ; attempt++) {
      const ended = await doors.cloud.terminatePod(podId, signal);
      if (ended.ok) return { ok: true, text: `Pod ${podName} (${podId}) was terminated.` };
      // Asking twice does no harm here: a pod that is gone already counts as ended.
      if (attempt === attempts || signal.aborted) return { ok: false, text: ended.message, advice };
      await doors.sleep(pauseMs, signal);
    }
  },
};

const attempts = 4;
const pauseMs = 3_000;
