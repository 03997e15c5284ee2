/**
 * Changes of pods that the API has been asked for. The console's end waits for their answers: a request that is cut off
 * may never have arrived, and a pod that was to be stopped goes on billing with nobody watching it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../base/message-of.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Pod } from '../fleet/pod.ts';
import { type ActingCloud, actOnPod, type SimpleAction } from './actions.ts';

export type PodActs = {
  /** What came of it stands in the output. */
  act(pod: Pod, action: SimpleAction, reason?: string): void;
  /** Waits for the answers that are on their way, and says what they were. */
  close(): Promise<void>;
};

export type PodActsOptions = {
  readonly cloud: ActingCloud | null;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
  /** The list may show it now. */
  readonly hurry: () => void;
  /** Prints where the screen was, when that has gone. */
  readonly sayAtEnd: (text: string) => void;
  readonly endWaitMs?: number;
};

/** How long the console's end waits for answers. */
const usualEndWaitMs = 10_000;

export function createPodActs(options: PodActsOptions): PodActs {
  const { cloud, nowMs, hurry, sayAtEnd, endWaitMs = usualEndWaitMs } = options;
  const abort = new AbortController();
  /** With what each was asked for. */
  const going = new Map<Promise<void>, string>();
  let hasEnded = false;

  function dispatch(event: FleetEvent): void {
    if (!hasEnded) options.dispatch(event);
    else if ((event.kind === 'output' || event.kind === 'answered') && event.text !== '')
      sayAtEnd(`${event.text}\n`);
  }

  async function actAndTell(pod: Pod, action: SimpleAction, reason: string | undefined): Promise<void> {
    const why = reason === undefined ? {} : { reason };
    try {
      await actOnPod({ cloud, pod, action, ...why, dispatch, nowMs, signal: abort.signal });
    } catch (error) {
      // A mistake of ours is shown like any failure; it must not end the console.
      const text = `${action} ${pod.name} failed: ${messageOf(error)}`;
      dispatch({ kind: 'answered', atMs: nowMs(), podId: pod.id, ok: false, text });
    }
    if (!hasEnded) hurry();
  }

  return {
    act(pod, action, reason) {
      const work = actAndTell(pod, action, reason).finally(() => going.delete(work));
      going.set(work, `${action} ${pod.name}`);
    },
    async close() {
      hasEnded = true;
      for (const what of going.values()) sayAtEnd(`${what}: waiting for RunPod's answer…\n`);
      await allWithin([...going.keys()], endWaitMs);
      abort.abort();
      // Cut off, they end at once, and say that nobody knows.
      await allWithin([...going.keys()], cutOffMs);
    },
  };
}

const cutOffMs = 500;

async function allWithin(works: readonly Promise<void>[], mostMs: number): Promise<void> {
  if (works.length === 0) return;
  const waited = new AbortController();
  const longest = sleep(mostMs, null, { signal: waited.signal }).catch(() => null);
  await Promise.race([Promise.all(works), longest]);
  waited.abort();
}
