/** Starts or stops a pod through the API, and says on the screen what came of it. */
import type { FleetEvent } from '../fleet/events.ts';
import { type Pod, stoppedCostPerHourDollars } from '../fleet/pod.ts';
import type { Cloud, CloudFailure, CloudResult } from '../runpod/cloud.ts';

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
  if (!result.ok && isOpen(result)) {
    // The row goes on saying what was asked for, until the list shows what became of it or a minute has passed.
    dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: openText(pod, action, result) });
    return;
  }
  dispatch({
    kind: 'answered',
    atMs: nowMs(),
    podId: pod.id,
    ok: result.ok,
    text: outcomeText(pod, action, result),
  });
}

/** The request may have arrived: whether it was carried out, only the list can tell. */
function isOpen({ code }: CloudFailure): boolean {
  return code === 'timeout' || code === 'network' || code === 'server' || code === 'unexpected';
}

function openText(pod: Pod, action: 'start' | 'stop', failure: CloudFailure): string {
  return `${action} ${pod.name}: no clear answer, it may have been done all the same. ${failure.message}`;
}

/** With as many cards as before; the bid of a spot pod is found by the cloud when it is not given. */
function startOptions(pod: Pod): Parameters<Cloud['startPod']>[0] {
  return { podId: pod.id, gpuCount: pod.gpuCount, bidPerGpuDollars: null };
}

function outcomeText(pod: Pod, action: 'start' | 'stop', result: CloudResult<unknown>): string {
  if (!result.ok) return `${action} ${pod.name} failed: ${result.message} ${result.hint}`;
  if (action === 'start') return `start ${pod.name}: accepted.`;
  const rest = stoppedCostPerHourDollars(pod) ?? 0;
  const bills = rest === 0 ? '' : `; its volume still bills, about $${rest.toFixed(3)}/h`;
  return `stop ${pod.name}: accepted${bills}.`;
}
