/** A pod that was stopped, as the old one of blue/green: undone by starting it again. */
import { noKeyEnd } from '../pods/cloud-ends.ts';
import { isStopped } from '../pods/standing.ts';
import type { Effect } from './effect.ts';

export const podStopped: Effect<'pod-stopped'> = {
  kind: 'pod-stopped',
  title: ({ podName }) => `the stop of the pod "${podName}"`,
  async find({ podId }, { doors, signal }) {
    if (doors.cloud === null) return { kind: 'unknown', reason: noKeyEnd.text };
    const read = await doors.cloud.getPod(podId, signal);
    if (!read.ok) {
      // A pod that is no longer there does not run either.
      if (read.code === 'not-found') return { kind: 'happened', result: { podId } };
      return { kind: 'unknown', reason: read.message };
    }
    return isStopped(read.value) ? { kind: 'happened', result: { podId } } : { kind: 'did-not' };
  },
  async undo({ details: { podId, podName } }, { doors, project, signal }) {
    const advice = `Start it when its machine has room: pod-engine pods start ${podName}`;
    if (doors.cloud === null) return { ok: false, text: noKeyEnd.text, advice };
    const read = await doors.cloud.getPod(podId, signal);
    if (!read.ok && read.code === 'not-found') {
      const text = `Pod ${podName} (${podId}) is gone, and cannot be started again.`;
      return { ok: false, text, advice: 'Make a new one: pod-engine rollback', isForGood: true };
    }
    if (!read.ok) return { ok: false, text: read.message, advice };
    if (!isStopped(read.value)) return { ok: true, text: `Pod ${podName} (${podId}) is up.` };
    const bidPerGpuDollars = read.value.rental === 'spot' ? project.pod.bidPerGpuDollars : null;
    const started = await doors.cloud.startPod({ podId, gpuCount: null, bidPerGpuDollars }, signal);
    // Its machine may be full for days, and the project is deployed elsewhere meanwhile.
    const isForGood = started.ok ? false : started.code === 'no-capacity';
    if (!started.ok) return { ok: false, text: started.message, advice, isForGood };
    return { ok: true, text: `Pod ${podName} (${podId}) was started again.` };
  },
};
