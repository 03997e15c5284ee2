/** Starts or stops a pod through the API, and says on the screen what came of it. */
import type { FleetEvent } from '../fleet/events.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Cloud, CloudResult } from '../runpod/cloud.ts';

export async function actOnPod(options: {
  readonly cloud: Cloud | null;
  readonly pod: Pod;
  readonly action: 'start' | 'stop';
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { cloud, pod, action, dispatch, nowMs, signal } = options;
  if (cloud === null || pod.provider !== 'runpod') {
    const text = `${pod.name} is a host given by hand: there is no API that could ${action} it.`;
    dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text });
    return;
  }
  dispatch({ kind: 'asked', atMs: nowMs(), podId: pod.id, action });
  dispatch({ kind: 'output', atMs: nowMs(), level: 'info', text: `${action} ${pod.name}: asked the API.` });
  const result =
    action === 'stop' ? await cloud.stopPod(pod.id, signal) : await cloud.startPod(startOptions(pod), signal);
  dispatch({
    kind: 'answered',
    atMs: nowMs(),
    podId: pod.id,
    ok: result.ok,
    text: outcomeText(pod, action, result),
  });
}

/** With as many cards as before; the bid of a spot pod is found by the cloud when it is not given. */
function startOptions(pod: Pod): Parameters<Cloud['startPod']>[0] {
  return { podId: pod.id, gpuCount: pod.gpuCount, bidPerGpuDollars: null };
}

function outcomeText(pod: Pod, action: 'start' | 'stop', result: CloudResult<unknown>): string {
  if (!result.ok) return `${action} ${pod.name} failed: ${result.message} ${result.hint}`;
  return action === 'stop'
    ? `stop ${pod.name}: accepted; its volume still bills.`
    : `start ${pod.name}: accepted.`;
}
