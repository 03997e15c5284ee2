/** Runs jobs side by side on the operator's pods, keeps what they tell, and finds again those that live in a pod. */

import type { Secret } from '../base/secret.ts';
import type { Pod } from '../fleet/pod.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import { createHandshakePool } from '../ssh/pool.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { BenchmarkShelf } from './benchmarks/shelf.ts';
import { cleanEvent } from './clean-event.ts';
import { remoteIdOf } from './job-id.ts';
import type { Jobs } from './jobs.ts';
import type { Journal } from './journal/journal.ts';
import type { JournalWriter } from './journal/writer.ts';
import { kindsOfJobs } from './kinds/index.ts';
import type { KindOfJob, RunContext } from './kinds/kind.ts';
import { createLeftJobs } from './left-jobs.ts';
import { createLiveJob, type LiveJob } from './live-job.ts';
import type { Job, PodRun } from './model/job.ts';
import { newJob } from './new-job.ts';
import type { RunOptions } from './run.ts';
import { saveJob } from './save-job.ts';
import { type StopTimes, usualStopTimes } from './stopping.ts';
import { createJobsStore } from './store.ts';

/** A console holds so many runs at once; the rest wait for their turn. */
export const mostRunsAtOnce = 16;

export type JobsOptions = {
  readonly journal: Journal;
  readonly benchmarks: BenchmarkShelf;
  /** null where there is no API to be asked. */
  readonly cloud: RunContext['cloud'];
  /** Asked for when the first run begins. */
  readonly doors: () => Promise<PodDoors>;
  /** null where SSH cannot reach the pod. */
  readonly targetOf: (pod: Pod) => LinkTarget | null;
  /** As it is now; null where it is gone. */
  readonly podOf: (podId: string) => Pod | null;
  /** Never to be kept or shown. */
  readonly secrets: readonly Secret[];
  readonly nowMs: () => number;
  readonly saveFolder: string;
  readonly kinds?: readonly KindOfJob[];
  readonly random?: () => number;
  readonly stopTimes?: StopTimes;
};

export type RunningJobs = Jobs & {
  /** Reads the list of past jobs from the journal. Asked for once, at the start. */
  loadPast(): Promise<void>;
  /** Follows again what was left in these pods. May be called each time that pods are listed. */
  resume(pods: readonly Pod[]): Promise<void>;
  /** Resolves when the job is over, here. */
  over(jobId: string): Promise<void>;
};

export function createJobs(options: JobsOptions): RunningJobs {
  const { journal, nowMs, podOf, random = Math.random } = options;
  const store = createJobsStore();
  // The places of a pool are places, whatever is done there.
  const places = createHandshakePool(mostRunsAtOnce);
  const live = new Map<string, LiveJob>();
  let newestNumber = 0;
  let isClosing = false;
  const left = createLeftJobs({
    journal,
    store,
    liveOf: (jobId) => live.get(jobId) ?? null,
    makeLive,
    begin: (job, { id, runs, ...asked }, pod) => {
      const earlier = runs.find(({ podId }) => podId === pod.id)?.events ?? [];
      if (!isClosing) job.begin(pod, runOptions({ id, ...asked }, pod, { earlier, written: null }));
    },
  });

  function jobOf(jobId: string): Job | null {
    return store.snapshot().jobs.find((each) => each.id === jobId) ?? null;
  }

  function makeLive(jobId: string, writer: JournalWriter): LiveJob {
    const onOver = (): void => void live.delete(jobId);
    const job = createLiveJob({ jobId, writer, dispatch: store.dispatch, job: () => jobOf(jobId), onOver });
    live.set(jobId, job);
    return job;
  }

  function runOptions(
    job: Pick<Job, 'id' | 'kind' | 'arguments'>,
    pod: Pod,
    past: { readonly earlier: PodRun['events']; readonly written: Promise<void> | null },
  ): Omit<RunOptions, 'pod' | 'listener'> {
    return {
      ...{ nowMs, doors: options.doors, earlier: past.earlier, kind: kindOf(options, job.kind) },
      times: options.stopTimes ?? usualStopTimes,
      clean: (told) => cleanEvent(told, options.secrets),
      async place(signal) {
        await past.written;
        return await places.acquire(signal);
      },
      given: {
        target: () => options.targetOf(podOf(pod.id) ?? pod),
        remoteId: remoteIdOf(job.id, pod.id),
        arguments: job.arguments,
        ...{ cloud: options.cloud, benchmarks: options.benchmarks },
        found: left.remoteOf(job.id, pod.id),
      },
    };
  }

  function start(request: Parameters<Jobs['start']>[0]): string {
    const pods = [...new Map(request.pods.map((pod) => [pod.id, pod])).values()];
    newestNumber = Math.max(newestNumber + 1, journal.nextNumber());
    const job = newJob({ ...request, pods, number: newestNumber, atMs: nowMs(), random });
    store.dispatch({ kind: 'job-began', job });
    const writer = journal.begin(job, (text) => live.get(job.id)?.say('warn', text));
    const written = withinPatience(writer.sync());
    const running = makeLive(job.id, writer);
    for (const pod of pods) running.begin(pod, runOptions(job, pod, { earlier: [], written }));
    return job.id;
  }

  /** One that was left in a pod is found first. */
  async function findAndStop(jobId: string): Promise<void> {
    await left.resume(jobOf(jobId)?.runs.flatMap(({ podId }) => podOf(podId) ?? []) ?? []);
    live.get(jobId)?.stop();
  }

  async function load(jobId: string): Promise<void> {
    if (jobOf(jobId)?.areEventsLoaded !== false) return;
    const read = await journal.read(jobId);
    if (read !== null) store.dispatch({ kind: 'events-loaded', job: read.job });
  }

  return {
    snapshot: store.snapshot,
    subscribe: store.subscribe,
    start,
    loadPast: left.load,
    resume: left.resume,
    stop(jobId) {
      const running = live.get(jobId);
      if (running !== undefined) running.stop();
      else if (left.isLeft(jobId)) void findAndStop(jobId);
    },
    again(jobId) {
      const job = jobOf(jobId);
      if (job === null) return { ok: false, reason: notListed };
      const pods = job.runs.flatMap(({ podId }) => podOf(podId) ?? []);
      if (pods.length === 0) return { ok: false, reason: `no pod of #${job.number} is there any more` };
      return { ok: true, jobId: start({ kind: job.kind, pods, arguments: job.arguments }) };
    },
    load: (jobId) => void load(jobId),
    async save(jobId) {
      await load(jobId);
      const job = jobOf(jobId);
      return job === null ? { ok: false, reason: notListed } : await saveJob(job, options.saveFolder);
    },
    over: async (jobId) => await live.get(jobId)?.over,
    async close(how) {
      isClosing = true;
      await left.resume([]);
      const closing = [...live.values()];
      for (const job of closing) {
        if (how === 'leave') job.leave('left in the pod by its console');
        else job.stop();
      }
      await Promise.all(closing.map((job) => job.over));
      store.close();
    },
  };
}

const notListed = 'that job is no longer listed';

function kindOf({ kinds = kindsOfJobs }: JobsOptions, wanted: Job['kind']): KindOfJob {
  const kind = kinds.find((each) => each.kind === wanted);
  if (kind === undefined) throw new Error(`There is no kind of job "${wanted}".`);
  return kind;
}

/** A disk that does not answer is not waited for. */
function withinPatience(written: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000);
    void written.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
