/**
 * Changes that RunPod has been asked for. The console's end waits for their answers: a request that is cut off may never
 * have arrived, and a pod that was to be stopped goes on billing with nobody watching it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FleetEvent } from '../fleet/events.ts';

export type AwaitedAnswers = {
  /** Of the requests: aborted when nobody waits for them any more. */
  readonly signal: AbortSignal;
  /** Whether the screen has gone. */
  hasEnded(): boolean;
  /** To the fleet; once the screen has gone, what stands in the output is printed instead. */
  dispatch(event: FleetEvent): void;
  /** `what` was asked for: "stop h100-1". The work tells by itself what came of it, and never fails. */
  begin(what: string, work: Promise<void>): void;
  /** Waits for the answers that are on their way, and says of those that did not come that nobody knows. */
  close(): Promise<void>;
};

export type AwaitedAnswersOptions = {
  readonly dispatch: (event: FleetEvent) => void;
  /** Prints where the screen was, when that has gone. */
  readonly sayAtEnd: (text: string) => void;
  /** Ends the wait at once: whoever presses Ctrl-C while the console ends. */
  readonly endNow?: AbortSignal;
  readonly endWaitMs?: number;
};

/** How long the console's end waits for answers. */
const usualEndWaitMs = 10_000;
/** Cut off, they end at once. */
const cutOffMs = 500;

export function awaitAnswers(options: AwaitedAnswersOptions): AwaitedAnswers {
  const { sayAtEnd, endNow, endWaitMs = usualEndWaitMs } = options;
  const abort = new AbortController();
  /** With what each was asked for. */
  const going = new Map<Promise<void>, string>();
  let hasEnded = false;

  return {
    signal: abort.signal,
    hasEnded: () => hasEnded,
    dispatch(event) {
      if (!hasEnded) options.dispatch(event);
      else if ((event.kind === 'output' || event.kind === 'answered') && event.text !== '')
        sayAtEnd(`${event.text}\n`);
    },
    begin(what, work) {
      const tracked = work.finally(() => going.delete(tracked));
      going.set(tracked, what);
    },
    async close() {
      hasEnded = true;
      for (const what of new Set(going.values())) sayAtEnd(`${what}: waiting for RunPod's answer…\n`);
      await allWithin([...going.keys()], endWaitMs, endNow);
      abort.abort();
      // They say by themselves that nobody knows.
      await allWithin([...going.keys()], cutOffMs);
      for (const what of going.values())
        sayAtEnd(`${what}: no answer came; it may have been done all the same.\n`);
    },
  };
}

async function allWithin(
  works: readonly Promise<void>[],
  mostMs: number,
  endNow?: AbortSignal,
): Promise<void> {
  if (works.length === 0 || endNow?.aborted === true) return;
  const waited = new AbortController();
  const signal = endNow === undefined ? waited.signal : AbortSignal.any([waited.signal, endNow]);
  const longest = sleep(mostMs, null, { signal }).catch(() => null);
  await Promise.race([Promise.all(works), longest]);
  waited.abort();
}
