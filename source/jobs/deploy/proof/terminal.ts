/** Evidence after which waiting has no sense any more: the pod is gone, stopped, or starts over and over. Pure. */
import type { Pod } from '../../../fleet/pod.ts';
import type { Expected } from './expected.ts';
import { newestServed, type Seen } from './look.ts';
import { crashLoopCount } from './restarts.ts';
import { troublesOf } from './served.ts';

export type Terminal = {
  /** One sentence. */
  readonly text: string;
  readonly evidence: readonly string[];
  readonly fix: string;
};

export type TerminalView = {
  readonly seen: Seen;
  readonly expected: Expected;
  readonly wasListed: boolean;
  readonly hadContainer: boolean;
  readonly restartCount: number;
  /** Looks since a container was found for the first time, and those among them that found none. */
  readonly container: { readonly sinceMs: number; readonly looks: number; readonly misses: number } | null;
  /** Since it is waited for. */
  readonly waitedMs: number;
};

/** A pod just made may not be known everywhere. */
const unlistedForMs = 30_000;

export function terminalOf(view: TerminalView): Terminal | null {
  return gone(view) ?? stopped(view) ?? crashLoop(view) ?? comesAndGoes(view) ?? failedStart(view);
}

function gone({ seen, expected, wasListed, waitedMs }: TerminalView): Terminal | null {
  const { api, pod } = seen;
  const isUnknown =
    api.kind === 'failed' && api.failure.code === 'not-found' && (wasListed || waitedMs >= unlistedForMs);
  if (!isUnknown && !(api.kind === 'pod' && api.pod.state.kind === 'terminated')) return null;
  return {
    text: `The pod is gone: RunPod ${isUnknown ? `knows no pod ${expected.podId} any more` : 'says that it was terminated'}.`,
    evidence: statusLines(pod),
    fix: 'Somebody has terminated it, or the balance was used up: see the account, and deploy again.',
  };
}

function stopped({ seen, hadContainer }: TerminalView): Terminal | null {
  if (seen.api.kind !== 'pod' || seen.api.pod.state.kind !== 'stopped') return null;
  const { pod } = seen.api;
  const { by } = seen.api.pod.state;
  const said = pod.lastStatusChange ?? 'RunPod gives no reason';
  const evidence = [...statusLines(pod), ...(pod.image === null ? [] : [`image: ${pod.image}`])];
  if (by === 'outbid')
    return {
      text: `The spot pod was outbid: "${said}".`,
      evidence,
      fix: 'Raise the bid, or rent on demand.',
    };
  if (by === 'user')
    return {
      text: `The pod was stopped while it was deployed: "${said}".`,
      evidence,
      fix: 'Somebody with access to the account has stopped it; deploy again.',
    };
  if (/balance|funds|credit/i.test(said))
    return { text: `RunPod has ended the pod: "${said}".`, evidence, fix: 'Add funds, and deploy again.' };
  if (!hadContainer)
    return {
      text: `RunPod has ended the pod before a container was there: "${said}".`,
      evidence,
      fix: 'So an image looks that cannot be pulled: see its name and tag, the registry’s credentials, and whether it fits the container disk. RunPod sends the reason by e-mail.',
    };
  return {
    text: `The pod's container has ended: "${said}".`,
    evidence,
    fix: 'See the application’s log for why it ended.',
  };
}

function crashLoop({ seen, expected, restartCount }: TerminalView): Terminal | null {
  // A pod that is changed in place starts anew once because of that.
  const limit = expected.how === 'in-place' ? crashLoopCount + 1 : crashLoopCount;
  if (restartCount < limit) return null;
  return {
    text: `The container ends and starts over and over: ${restartCount} times while it was looked at.`,
    evidence: [...statusLines(seen.pod), ...troubles(seen)],
    fix: 'See the application’s log for why it ends; try the image locally with the pod’s variables.',
  };
}

/** A container that ends at once is hardly ever seen running, and its restarts are not counted then. */
const judgedAfterMs = 30_000;

function comesAndGoes({ seen, expected, container }: TerminalView): Terminal | null {
  // A pod that is changed may be pulling its new image.
  const isNew = expected.how === 'new' || expected.how === 'blue-green';
  if (!isNew || container === null || seen.atMs - container.sinceMs < judgedAfterMs) return null;
  const { looks, misses } = container;
  if (misses * 2 < looks) return null;
  return {
    text: `The pod's container has ended: of ${looks} looks since it was there first, ${misses} found none.`,
    evidence: [...statusLines(seen.pod), ...troubles(seen)],
    fix: 'See the application’s log for why it ends; try the image locally with the pod’s variables.',
  };
}

/** Our agent says so itself; it goes on serving what it has found. The old container of a pod changed in place does not count. */
function failedStart({ seen, expected }: TerminalView): Terminal | null {
  const served = newestServed(seen);
  if (served?.start?.state !== 'failed' || served.version !== expected.version) return null;
  return {
    text: 'The pod’s start has failed, as its agent says.',
    evidence: troubles(seen),
    fix: 'See what its phases have found; SSH is open for a look.',
  };
}

function troubles(seen: Seen): readonly string[] {
  const served = newestServed(seen);
  return served === null ? [] : troublesOf(served);
}

function statusLines(pod: Pod | null): readonly string[] {
  return pod?.lastStatusChange == null ? [] : [`RunPod: ${pod.lastStatusChange}`];
}
