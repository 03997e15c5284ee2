/** Keeps the measured history of every pod of the fleet: in memory for the screen, on disk for later. */
import { beginMinute, type Minute, minuteOf } from '../advice/minute.ts';
import { maxObservations, type Observation } from '../advice/observation.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { isStale } from '../fleet/freshness.ts';
import type { HistoryFiles } from './history-files.ts';

export type Histories = {
  /** Oldest first. The same array until the next minute is over. */
  of(podId: string): readonly Observation[];
};

export type Recorder = Histories & {
  /** To be called now and then, at least every few seconds. */
  look(fleet: Fleet, nowMs: number): void;
  /** Resolves when the minutes that have begun are kept as well. */
  close(): Promise<void>;
};

type Kept = { observations: readonly Observation[]; minute: Minute };

/** `onTrouble` is told once: a disk that is full is full each minute. */
export function createRecorder(options: {
  readonly files: HistoryFiles;
  readonly onTrouble: (reason: string) => void;
}): Recorder {
  const { files } = options;
  const kept = new Map<string, Kept>();
  let hasTrouble = false;
  let writing: Promise<void> = Promise.resolve();

  function begin(podId: string, nowMs: number): Kept {
    const fresh: Kept = { observations: none, minute: beginMinute(nowMs) };
    kept.set(podId, fresh);
    void files.read(podId).then((earlier) => {
      fresh.observations = merged(earlier, fresh.observations);
    });
    return fresh;
  }

  function finish(podId: string, pod: Kept): void {
    const observation = pod.minute.observation();
    if (observation === null) return;
    pod.observations = merged(pod.observations, [observation]);
    // One after the other: hundreds of pods end their minute at once.
    writing = writing.then(() => files.append(podId, observation)).catch(complain);
  }

  function complain(error: unknown): void {
    if (!hasTrouble) options.onTrouble(error instanceof Error ? error.message : String(error));
    hasTrouble = true;
  }

  return {
    of: (podId) => kept.get(podId)?.observations ?? none,
    look(fleet, nowMs) {
      for (const entry of fleet.pods.values()) {
        const pod = kept.get(entry.pod.id) ?? begin(entry.pod.id, nowMs);
        if (pod.minute.atMs !== minuteOf(nowMs)) {
          finish(entry.pod.id, pod);
          pod.minute = beginMinute(nowMs);
        }
        if (!isStale(entry, nowMs)) pod.minute.add(entry, nowMs);
      }
      for (const podId of kept.keys()) if (!fleet.pods.has(podId)) kept.delete(podId);
    },
    async close() {
      for (const [podId, pod] of kept) finish(podId, pod);
      kept.clear();
      await writing;
    },
  };
}

const none: readonly Observation[] = [];

/** In order and each minute once: another console may have kept the same minute. */
function merged(earlier: readonly Observation[], later: readonly Observation[]): readonly Observation[] {
  const byMinute = new Map([...earlier, ...later].map((each) => [each.atMs, each]));
  return [...byMinute.values()].sort((one, other) => one.atMs - other.atMs).slice(-maxObservations);
}
