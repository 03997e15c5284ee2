/** A stopped pod that was started: undone by stopping it. */
import { noKeyEnd } from '../pods/cloud-ends.ts';
import { isStopped } from '../pods/standing.ts';
import type { Effect } from './effect.ts';

export const podStarted: Effect<'pod-started'> = {
  kind: 'pod-started',
  title: ({ podName }) => `the start of the pod "${podName}"`,
  async find({ podId }, { doors, signal }) {
    if (doors.cloud === null) return { kind: 'unknown', reason: noKeyEnd.text };
    const read = await doors.cloud.getPod(podId, signal);
    if (!read.ok) {
      return read.code === 'not-found' ? { kind: 'did-not' } : { kind: 'unknown', reason: read.message };
    }
    const { state } = read.value;
    if (state.kind === 'unknown') return { kind: 'unknown', reason: state.reason };
    const isUp = state.kind === 'running' || state.kind === 'initialising';
    return isUp ? { kind: 'happened', result: { podId } } : { kind: 'did-not' };
  },
  async undo({ details: { podId, podName } }, { doors, signal }) {
    const advice = `Stop it: pod-engine pods stop ${podName}`;
    if (doors.cloud === null) return { ok: false, text: noKeyEnd.text, advice };
    const read = await doors.cloud.getPod(podId, signal);
    if (!read.ok && read.code === 'not-found') return { ok: true, text: `Pod ${podName} is gone.` };
    if (read.ok && isStopped(read.value)) return { ok: true, text: `Pod ${podName} (${podId}) is stopped.` };
    const stopped = await doors.cloud.stopPod(podId, signal);
    if (!stopped.ok) return { ok: false, text: stopped.message, advice };
    return { ok: true, text: `Pod ${podName} (${podId}) was stopped again.` };
  },
};
