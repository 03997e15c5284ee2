/** What GraphQL alone knows of pods, remembered: it is asked only when a pod has changed, or once a minute. */
import type { Pod } from '../../fleet/pod.ts';
import type { CloudResult } from '../cloud.ts';
import { atMost, type Limited, limitedBy } from './at-most.ts';
import { filledPod, isSameLife } from './filled-pod.ts';

export type GraphqlDetails = {
  /** Asks at the same time as the list itself, where that is due whatever the list will say. */
  ahead(signal?: AbortSignal): void;
  /** There is no list to fill. */
  drop(): void;
  /** The pods of a whole list with what is known of them; waits for GraphQL a little, and goes on without it. */
  fill(pods: readonly Pod[], signal?: AbortSignal): Promise<readonly Pod[]>;
  /** One pod; GraphQL is asked for it where it has changed since. */
  fillOne(pod: Pod, signal?: AbortSignal): Promise<Pod>;
  /** null: nothing is known of it. */
  known(podId: string): Pod | null;
};

const oldAfterMs = 60_000;
/** Shorter than the usual pace of the list, longer than a hurried one: a pod may never be listed by GraphQL. */
const askAgainAfterMs = 3_000;
/** A list that is asked for every few seconds must not wait for what is nice to have, nor a command for its end. */
const waitAtMostMs = 2_000;
/** From the moment at which the list is there. */
const giveUpAfterMs = 5_000;

type Asking = {
  readonly limited: Limited;
  readonly answered: Promise<void>;
  /** A list has waited for it, and the next one does not again. */
  wasWaitedFor: boolean;
};

export function createGraphqlDetails(options: {
  /** null: GraphQL need not or cannot be asked. */
  readonly list: (signal: AbortSignal) => Promise<CloudResult<readonly Pod[]>> | null;
  readonly get: (podId: string, signal: AbortSignal) => Promise<CloudResult<Pod>> | null;
  readonly nowMs: () => number;
}): GraphqlDetails {
  const { list, get, nowMs } = options;
  let pods = new Map<string, Pod>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let wasLate = false;
  let asking: Asking | null = null;

  function start(signal: AbortSignal | undefined): void {
    askedAtMs = nowMs();
    const limited = limitedBy(signal);
    const answered = ask(limited).finally(() => {
      asking = null;
    });
    asking = { limited, answered, wasWaitedFor: false };
  }

  async function ask(limited: Limited): Promise<void> {
    const listed = await list(limited.signal);
    wasLate = limited.isOver();
    limited.clear();
    if (listed?.ok === true) pods = new Map(listed.value.map((pod) => [pod.id, pod]));
  }

  async function askOne(podId: string, signal: AbortSignal | undefined): Promise<void> {
    const limited = limitedBy(signal);
    limited.endAfter(giveUpAfterMs);
    const read = await get(podId, limited.signal);
    wasLate = limited.isOver();
    limited.clear();
    if (read?.ok === true) pods.set(podId, read.value);
  }

  const filled = (pod: Pod): Pod => filledPod(pod, pods.get(pod.id) ?? null);
  const isOld = (): boolean => nowMs() - askedAtMs >= oldAfterMs;
  const isOutdated = (listed: readonly Pod[]): boolean =>
    nowMs() - askedAtMs >= askAgainAfterMs && !wasLate && listed.some((pod) => hasChanged(pod, pods));

  return {
    ahead(signal) {
      if (asking === null && isOld()) start(signal);
    },
    drop() {
      if (asking?.wasWaitedFor === false) asking.limited.end();
    },
    async fill(listed, signal) {
      if (asking === null && (isOld() || isOutdated(listed))) start(signal);
      if (asking !== null && !asking.wasWaitedFor) {
        asking.wasWaitedFor = true;
        asking.limited.endAfter(giveUpAfterMs);
        await atMost(asking.answered, waitAtMostMs);
      }
      return listed.map(filled);
    },
    async fillOne(pod, signal) {
      if (!wasLate && hasChanged(pod, pods)) await atMost(askOne(pod.id, signal), waitAtMostMs);
      return filled(pod);
    },
    known: (podId) => pods.get(podId) ?? null,
  };
}

function hasChanged(pod: Pod, known: ReadonlyMap<string, Pod>): boolean {
  const before = known.get(pod.id);
  return before === undefined || !isSameLife(pod, before);
}
