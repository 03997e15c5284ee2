/** Jobs of earlier consoles: their list, and those among them that live in a pod and are followed again. */
import type { Pod } from '../fleet/pod.ts';
import type { Journal, PastJob } from './journal/journal.ts';
import type { Remote } from './journal/read-journal.ts';
import type { JournalWriter } from './journal/writer.ts';
import type { LiveJob } from './live-job.ts';
import type { Job, PodRun } from './model/job.ts';
import type { JobsStore } from './store.ts';

export type LeftJobs = {
  /** Reads the list of past jobs from the journal. */
  load(): Promise<void>;
  /** Follows again what was left in these pods, each once. */
  resume(pods: readonly Pod[]): Promise<void>;
  isLeft(jobId: string): boolean;
  /** How its run on that pod is found again; null where it is not a left one. */
  remoteOf(jobId: string, podId: string): Remote | null;
};

export type LeftJobsOptions = {
  readonly journal: Journal;
  readonly store: JobsStore;
  readonly liveOf: (jobId: string) => LiveJob | null;
  readonly makeLive: (jobId: string, writer: JournalWriter) => LiveJob;
  readonly begin: (live: LiveJob, job: Job, pod: Pod) => void;
};

export function createLeftJobs(options: LeftJobsOptions): LeftJobs {
  const { journal, store, liveOf, makeLive, begin } = options;
  const left = new Map<string, PastJob>();
  // What was looked for in vain is not looked for with every list of pods.
  const tried = new Set<string>();
  let resuming: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    const past = await journal.list();
    for (const each of past)
      if (each.job.endedAtMs === null && !each.isElsewhere) left.set(each.job.id, each);
    // Events are read when they are asked for; those that came with the list would only take room.
    const jobs = past.map(({ job }) => ({
      ...job,
      runs: job.runs.map(withoutEvents),
      areEventsLoaded: false,
    }));
    store.dispatch({ kind: 'jobs-loaded', jobs });
  }

  async function resumeOne(past: PastJob, pods: readonly Pod[]): Promise<void> {
    const { id } = past.job;
    const waiting = pods.filter((pod) => isToBeFound(past, pod.id) && !tried.has(`${id} ${pod.id}`));
    if (waiting.length === 0) return;
    for (const pod of waiting) tried.add(`${id} ${pod.id}`);
    const live = liveOf(id) ?? (await takeOver(past));
    const job = store.snapshot().jobs.find((each) => each.id === id);
    if (live === null || job === undefined) return;
    for (const pod of waiting) begin(live, job, pod);
  }

  async function takeOver(past: PastJob): Promise<LiveJob | null> {
    const { id } = past.job;
    const writer = await journal.takeOver(past, (text) => liveOf(id)?.say('warn', text));
    const read = writer === null ? null : await journal.read(id);
    if (writer === null || read === null) {
      left.delete(id);
      return null;
    }
    left.set(id, read);
    store.dispatch({ kind: 'events-loaded', job: { ...read.job, origin: 'here' } });
    return makeLive(id, writer);
  }

  return {
    load,
    resume(pods) {
      resuming = resuming.then(async () => {
        for (const past of [...left.values()]) await resumeOne(past, pods);
      });
      return resuming;
    },
    isLeft: (jobId) => left.has(jobId),
    remoteOf: (jobId, podId) => left.get(jobId)?.remotes.get(podId) ?? null,
  };
}

function withoutEvents(run: PodRun): PodRun {
  return { ...run, events: [] };
}

function isToBeFound({ job, remotes }: PastJob, podId: string): boolean {
  return remotes.has(podId) && job.runs.some((run) => run.podId === podId && run.state.kind !== 'ended');
}
