/** What GraphQL alone knows of pods, remembered: it is asked only when a pod has changed, or once a minute. */
import type { Pod } from '../../fleet/pod.ts';
import type { CloudResult } from '../cloud.ts';
import { filledPod, isSameLife } from './filled-pod.ts';

export type GraphqlDetails = {
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
const giveUpAfterMs = 5_000;

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
  let asking: Promise<void> | null = null;

  async function ask(signal: AbortSignal | undefined): Promise<void> {
    askedAtMs = nowMs();
    const listed = await inTime(signal, list);
    if (listed?.ok === true) pods = new Map(listed.value.map((pod) => [pod.id, pod]));
  }

  async function inTime<Answer>(
    signal: AbortSignal | undefined,
    question: (signal: AbortSignal) => Promise<Answer> | null,
  ): Promise<Answer | null> {
    const deadline = deadlineOf(signal, giveUpAfterMs);
    const answer = await question(deadline.signal);
    wasLate = deadline.isOver();
    deadline.clear();
    return answer;
  }

  async function askOne(podId: string, signal: AbortSignal | undefined): Promise<void> {
    const read = await inTime(signal, (inner) => get(podId, inner));
    if (read?.ok === true) pods.set(podId, read.value);
  }

  const filled = (pod: Pod): Pod => filledPod(pod, pods.get(pod.id) ?? null);
  const isDue = (listed: readonly Pod[]): boolean => {
    const ageMs = nowMs() - askedAtMs;
    const mayAskAgain = ageMs >= askAgainAfterMs && !wasLate;
    return ageMs >= oldAfterMs || (mayAskAgain && listed.some((pod) => hasChanged(pod, pods)));
  };

  return {
    async fill(listed, signal) {
      if (asking === null && isDue(listed)) {
        asking = ask(signal).finally(() => {
          asking = null;
        });
        await atMost(asking, waitAtMostMs);
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

/** Aborts with the caller's signal, or when the time is over. */
function deadlineOf(signal: AbortSignal | undefined, afterMs: number) {
  const abort = new AbortController();
  let isOver = false;
  const onAbort = (): void => abort.abort();
  if (signal?.aborted === true) abort.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => {
    isOver = true;
    abort.abort();
  }, afterMs);
  return {
    signal: abort.signal,
    isOver: () => isOver,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

async function atMost(work: Promise<void>, waitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
