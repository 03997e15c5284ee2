/** A job of the agent in the pod, as the generator that a kind tells on. */
import type { JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { StopHow as RemoteHow } from '../../../pod-agent/protocol/job-wire.ts';
import { followRemoteJob } from '../remote/follow-remote-job.ts';
import { createPodClock } from '../remote/pod-clock.ts';
import { remoteArguments } from '../remote/remote-arguments.ts';
import type { RemoteJobEnd } from '../remote/remote-job.ts';
import type { StopHow } from '../stopping.ts';
import { createEventQueue } from './event-queue.ts';
import type { RunContext, Told } from './kind.ts';

/** Begins it there, or follows the one that an earlier console began. */
export async function* inPod(context: RunContext, kind: JobKind): AsyncGenerator<Told, RemoteJobEnd, void> {
  const { doors, target, remoteId, found, signal } = context;
  const queue = createEventQueue<Told>();
  const podClock = createPodClock(context.nowMs);
  let stopHandling = (): void => undefined;
  // One that was found is asked as soon as the link stands; what was not begun yet is only let go of.
  const handleStops = (): void => {
    stopHandling();
    stopHandling = context.onStop(async (how) => {
      const trouble = await job.stop(remoteHows[how]);
      if (trouble !== null) throw new Error(trouble);
    });
  };
  const job = followRemoteJob({
    ...{ doors, target, kind, signal, ...remoteArguments(kind, context.arguments) },
    jobId: found?.remoteId ?? remoteId,
    after: found?.lastSequence ?? 0,
    isKnown: found !== null,
    onEvent: (event) => queue.push({ ...event, atMs: podClock.ours(event.atMs) }),
    onFound({ podNowMs }) {
      podClock.shows(podNowMs);
      context.livesInPod(found?.remoteId ?? remoteId);
      context.rejoined();
      handleStops();
    },
    onParted: context.parted,
    onNote: (level, text) => queue.push({ kind: 'output', level, text }),
  });
  if (found !== null) handleStops();
  void job.ended.then(queue.end);
  try {
    yield* queue.all();
  } finally {
    stopHandling();
  }
  return await job.ended;
}

const remoteHows: Readonly<Record<StopHow, RemoteHow>> = { asked: 'ask', term: 'term', kill: 'kill' };

/** All but those that are held back and handed over at the end: more is to be said before them. */
export async function* holdingBack<End>(
  stream: AsyncGenerator<Told, End, void>,
  isHeld: (told: Told) => boolean,
): AsyncGenerator<Told, { readonly end: End; readonly held: readonly Told[] }, void> {
  const held: Told[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { end: next.value, held };
    if (isHeld(next.value)) held.push(next.value);
    else yield next.value;
  }
}
