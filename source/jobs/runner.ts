/** Runs jobs side by side on the operator's pods, keeps what they tell, and finds again those that live in a pod. */
import type { Pod } from '../fleet/pod.ts';
import type { Jobs } from './jobs.ts';
import type { JobsOptions } from './jobs-options.ts';
import type { JournalWriter } from './journal/writer.ts';
import { createLeftJobs } from './left-jobs.ts';
import { createLiveJob, type LiveJob } from './live-job.ts';
import type { DeployRequest } from './model/deploy.ts';
import { type Job, projectRunId } from './model/job.ts';
import { newJob } from './new-job.ts';
import { createRunOptions } from './run-options.ts';
import { saveJob } from './save-job.ts';
import { createJobsStore } from './store.ts';

export type { JobsOptions } from './jobs-options.ts';

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
  const live = new Map<string, LiveJob>();
  let newestNumber = 0;
  let isClosing = false;
  const runs = createRunOptions(options, (jobId, podId) => left.remoteOf(jobId, podId));
  const left = createLeftJobs({
    journal,
    store,
    liveOf: (jobId) => live.get(jobId) ?? null,
    makeLive,
    begin: (running, job, pod) => {
      const earlier = job.runs.find(({ podId }) => podId === pod.id)?.events ?? [];
      if (!isClosing) running.begin(pod.id, runs.ofPod(job, pod, { earlier, written: null }));
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

  /** Its first record is on the disk, or has had its time, when `written` resolves. */
  function beginJob(asked: Omit<Parameters<typeof newJob>[0], 'number' | 'atMs' | 'random'>): {
    readonly job: Job;
    readonly running: LiveJob;
    readonly written: Promise<void>;
  } {
    newestNumber = Math.max(newestNumber + 1, journal.nextNumber());
    const job = newJob({ ...asked, number: newestNumber, atMs: nowMs(), random });
    store.dispatch({ kind: 'job-began', job });
    const writer = journal.begin(job, (text) => live.get(job.id)?.say('warn', text));
    return { job, written: withinPatience(writer.sync()), running: makeLive(job.id, writer) };
  }

  function start(request: Parameters<Jobs['start']>[0]): string {
    const pods = [...new Map(request.pods.map((pod) => [pod.id, pod])).values()];
    const { job, running, written } = beginJob({ ...request, subjects: pods });
    for (const pod of pods) running.begin(pod.id, runs.ofPod(job, pod, { earlier: [], written }));
    return job.id;
  }

  function startDeploy(request: DeployRequest, { name }: { readonly name: string }): string {
    const subject = { id: projectRunId(request.projectFile), name };
    const asked = { kind: 'deploy', arguments: { deploy: request } } as const;
    const { job, running, written } = beginJob({ ...asked, subjects: [subject] });
    running.begin(subject.id, runs.ofDeploy(request, { earlier: [], written }));
    return job.id;
  }

  function deployAgain({ runs, arguments: { deploy } }: Job): ReturnType<Jobs['again']> {
    if (deploy === undefined) return { ok: false, reason: 'nobody wrote down what was asked for' };
    return { ok: true, jobId: startDeploy(deploy, { name: runs[0]?.podName ?? '' }) };
  }

  /** One that was left in a pod is found first. */
  async function findAndStop(jobId: string): Promise<void> {
    await left.resume(jobOf(jobId)?.runs.flatMap(({ podId }) => podOf(podId) ?? []) ?? []);
    live.get(jobId)?.stop();
  }

  async function load(jobId: string): Promise<void> {
    const read = jobOf(jobId)?.areEventsLoaded === false ? await journal.read(jobId) : null;
    if (read !== null) store.dispatch({ kind: 'events-loaded', job: read.job });
  }

  return {
    snapshot: store.snapshot,
    subscribe: store.subscribe,
    start,
    startDeploy,
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
      const { kind } = job;
      if (kind === 'deploy') return deployAgain(job);
      const pods = job.runs.flatMap(({ podId }) => podOf(podId) ?? []);
      if (pods.length === 0) return { ok: false, reason: `no pod of #${job.number} is there any more` };
      return { ok: true, jobId: start({ kind, pods, arguments: job.arguments }) };
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
