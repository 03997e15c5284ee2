/** That a job is to stop, said to the pod at once or as soon as the job is found again. */
import type { StopHow } from '../../../pod-agent/protocol/job-wire.ts';
import type { AgentCall, PodDoor } from '../../ssh/pod-door.ts';
import { tellToStop } from './tell-pod.ts';

type Place = { readonly door: PodDoor; readonly agent: AgentCall };

export type StopWish = {
  /** See RemoteJob.stop. */
  stop(how: StopHow): Promise<string | null>;
  found(place: Place): void;
  parted(): void;
  /** There is nobody to tell any more. */
  end(): void;
};

type Waiting = { readonly how: StopHow; resolve(trouble: string | null): void };

export function createStopWish(options: { readonly jobId: string; readonly timeoutMs: number }): StopWish {
  const { jobId, timeoutMs } = options;
  let place: Place | null = null;
  let isOver = false;
  let waiting: readonly Waiting[] = [];

  async function say(at: Place, how: StopHow): Promise<string | null> {
    const told = await tellToStop({ ...at, jobId }, how, timeoutMs);
    // Where the job has ended meanwhile, its connection went with it, and there is nothing left to tell. One that was lost
    // may have carried it there; twice does no harm.
    return told.ok || isOver ? null : told.reason;
  }

  return {
    async stop(how) {
      if (isOver) return null;
      if (place !== null) return say(place, how);
      return new Promise((resolve) => {
        waiting = [...waiting, { how, resolve }];
      });
    },
    found(at) {
      place = at;
      const held = waiting;
      waiting = [];
      // The strongest came last, and what came before it is part of it.
      const last = held.at(-1);
      if (last === undefined) return;
      void say(at, last.how).then((trouble) => {
        for (const each of held) each.resolve(trouble);
      });
    },
    parted() {
      place = null;
    },
    end() {
      isOver = true;
      place = null;
      for (const each of waiting) each.resolve(null);
      waiting = [];
    },
  };
}
