/** Changes of pods that the API has been asked for; the console's end waits for their answers. */
import { messageOf } from '../base/message-of.ts';
import type { Pod } from '../fleet/pod.ts';
import { type ActingCloud, actOnPod, type SimpleAction } from './actions.ts';
import { type AwaitedAnswersOptions, awaitAnswers } from './awaited-answers.ts';

export type PodActs = {
  /** What came of it stands in the output. */
  act(pod: Pod, action: SimpleAction, reason?: string): void;
  /** Waits for the answers that are on their way, and says what they were. */
  close(): Promise<void>;
};

export type PodActsOptions = AwaitedAnswersOptions & {
  readonly cloud: ActingCloud | null;
  readonly nowMs: () => number;
  /** The list may show it now. */
  readonly hurry: () => void;
};

export function createPodActs(options: PodActsOptions): PodActs {
  const { cloud, nowMs, hurry } = options;
  const answers = awaitAnswers(options);
  const { dispatch, signal } = answers;

  async function actAndTell(pod: Pod, action: SimpleAction, reason: string | undefined): Promise<void> {
    const why = reason === undefined ? {} : { reason };
    try {
      await actOnPod({ cloud, pod, action, ...why, dispatch, nowMs, signal });
    } catch (error) {
      // A mistake of ours is shown like any failure; it must not end the console.
      const text = `${action} ${pod.name} failed: ${messageOf(error)}`;
      dispatch({ kind: 'answered', atMs: nowMs(), podId: pod.id, ok: false, text });
    }
    if (!answers.hasEnded()) hurry();
  }

  return {
    act(pod, action, reason) {
      answers.begin(`${action} ${pod.name}`, actAndTell(pod, action, reason));
    },
    close: answers.close,
  };
}
