/** A job that this console runs: a run for each pod or project, their news to the store and to the journal. */
import type { JournalWriter } from './journal/writer.ts';
import type { Job, JobsEvent } from './model/job.ts';
import { type Run, type RunListener, type RunOptions, startRun } from './run.ts';

export type LiveJob = {
  readonly id: string;
  /** Begins the job's run on this pod or project, unless it is under way. */
  begin(podId: string, options: Omit<RunOptions, 'listener'>): void;
  stop(): void;
  /** What lives in its pod is let go of; the rest is stopped. */
  leave(reason: string): void;
  /** A sentence of the runner's own, in the output of the first run that can still say it. */
  say(level: 'info' | 'warn' | 'error', text: string): void;
  /** Resolves when every run that was begun is over and the journal is on the disk. */
  readonly over: Promise<void>;
};

export type LiveJobOptions = {
  readonly jobId: string;
  readonly writer: JournalWriter;
  readonly dispatch: (event: JobsEvent) => void;
  /** As it stands when its runs are over. */
  readonly job: () => Job | null;
  readonly onOver: () => void;
};

export function createLiveJob(options: LiveJobOptions): LiveJob {
  const { jobId, writer, dispatch } = options;
  const runs = new Map<string, Run>();
  let openCount = 0;
  let finish = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });

  function listenerOf(podId: string): RunListener {
    return {
      onState(state) {
        dispatch({ kind: 'run-state', jobId, podId, state });
        writer.add({ record: 'state', podId, state });
      },
      onEvent(event, remoteSequence) {
        dispatch({ kind: 'run-events', jobId, podId, events: [event] });
        writer.add({ record: 'event', podId, ...(remoteSequence === null ? {} : { remoteSequence }), event });
        if (event.kind === 'verdict') void writer.sync();
      },
      onLivesInPod(remoteId) {
        dispatch({ kind: 'run-lives-in-pod', jobId, podId });
        writer.add({ record: 'remote', podId, remoteId });
        // Without this line nobody would find it again.
        void writer.sync();
      },
    };
  }

  async function oneIsOver(): Promise<void> {
    openCount -= 1;
    if (openCount > 0) return;
    options.onOver();
    const job = options.job();
    if (job !== null && job.endedAtMs !== null) {
      const ends = job.runs.map(({ podId, state, livesInPod }) => ({ podId, state, livesInPod }));
      writer.add({ record: 'ended', runs: ends });
    }
    await writer.close();
    finish();
  }

  return {
    id: jobId,
    over,
    begin(podId, given) {
      if (runs.has(podId)) return;
      openCount += 1;
      const run = startRun({ ...given, listener: listenerOf(podId) });
      runs.set(podId, run);
      void run.over.then(oneIsOver);
    },
    stop() {
      for (const run of runs.values()) run.stop();
    },
    leave(reason) {
      for (const run of runs.values()) run.leave(reason);
    },
    say(level, text) {
      [...runs.values()].find((run) => !run.isOver())?.say(level, text);
    },
  };
}
