/** Changes a pod through the API, and says on the screen what came of it. */
import type { FleetEvent } from '../fleet/events.ts';
import { type Pod, stoppedCostPerHourDollars } from '../fleet/pod.ts';
import type { PodAction } from '../fleet/pod-action.ts';
import type { CloudFailure, CloudFailureCode, CloudResult } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';

/** Those that need nothing but the pod. */
export type SimpleAction = Exclude<PodAction, 'edit'>;

export type ActingCloud = Pick<
  WholeCloud,
  'startPod' | 'stopPod' | 'restartPod' | 'terminatePod' | 'lockPod'
>;

export async function actOnPod(options: {
  readonly cloud: ActingCloud | null;
  readonly pod: Pod;
  readonly action: SimpleAction;
  /** Why, where nobody pressed a key for it. */
  readonly reason?: string;
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
  const why = options.reason === undefined ? '' : ` (${options.reason})`;
  const asked = `${action} ${pod.name}: asked the API${why}.`;
  dispatch({ kind: 'output', atMs: nowMs(), level: 'info', text: asked });
  const result = await requests[action](cloud, pod, signal);
  if (!result.ok && isOpen(result)) {
    // The row goes on saying what was asked for, until the list shows what became of it or a minute has passed.
    dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: openText(pod, action, result) });
    return;
  }
  const text = result.ok ? acceptedTexts[action](pod) : failureText(pod, action, result);
  dispatch({ kind: 'answered', atMs: nowMs(), podId: pod.id, ok: result.ok, text });
}

const requests: Readonly<
  Record<SimpleAction, (cloud: ActingCloud, pod: Pod, signal: AbortSignal) => Promise<CloudResult<unknown>>>
> = {
  start: (cloud, pod, signal) => cloud.startPod(startOptions(pod), signal),
  stop: (cloud, pod, signal) => cloud.stopPod(pod.id, signal),
  restart: (cloud, pod, signal) => cloud.restartPod(pod.id, signal),
  terminate: (cloud, pod, signal) => cloud.terminatePod(pod.id, signal),
  lock: (cloud, pod, signal) => cloud.lockPod({ podId: pod.id, locked: true }, signal),
  unlock: (cloud, pod, signal) => cloud.lockPod({ podId: pod.id, locked: false }, signal),
};

/** With as many cards as before; the bid of a spot pod is found by the cloud when it is not given. */
function startOptions(pod: Pod): Parameters<ActingCloud['startPod']>[0] {
  return { podId: pod.id, gpuCount: pod.gpuCount, bidPerGpuDollars: null };
}

/** The request may have arrived, also one that was cut off: whether it was carried out, only the list can tell. */
export function isOpen({ code }: CloudFailure): boolean {
  return openCodes.includes(code);
}

const openCodes: readonly CloudFailureCode[] = ['timeout', 'network', 'server', 'unexpected', 'cancelled'];

function openText(pod: Pod, action: SimpleAction, failure: CloudFailure): string {
  return `${action} ${pod.name}: no clear answer, it may have been done all the same. ${failure.message}`;
}

function failureText(pod: Pod, action: SimpleAction, failure: CloudFailure): string {
  const said = `${action} ${pod.name} failed: ${failure.message} ${failure.hint}`;
  if (failure.code !== 'unsupported' || action !== 'restart') return said;
  return `${said} In two steps it can be had all the same: stop it, and start it once it is stopped; what is lost is the same, and others may take its GPUs in between.`;
}

const acceptedTexts: Readonly<Record<SimpleAction, (pod: Pod) => string>> = {
  start: (pod) => `start ${pod.name}: accepted.`,
  stop: (pod) => `stop ${pod.name}: accepted${stillBills(pod)}.`,
  restart: (pod) => `restart ${pod.name}: accepted; its container is made anew.`,
  terminate: (pod) => `terminate ${pod.name}: accepted; it goes from the list.`,
  lock: (pod) => `lock ${pod.name}: accepted; it can neither be stopped nor reset.`,
  unlock: (pod) => `unlock ${pod.name}: accepted; it can be stopped and reset again.`,
};

function stillBills(pod: Pod): string {
  const rest = stoppedCostPerHourDollars(pod) ?? 0;
  return rest === 0 ? '' : `; its volume still bills, about $${rest.toFixed(3)}/h`;
}
