/** What happened to jobs, taken into their snapshot. Pure: a new snapshot comes of the old one and the news. */
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import {
  type Job,
  type JobsEvent,
  type JobsSnapshot,
  maxJobs,
  maxRunEvents,
  type PodRun,
  type RunState,
} from './job.ts';

export function reduceJobs(snapshot: JobsSnapshot, events: readonly JobsEvent[]): JobsSnapshot {
  let jobs = snapshot.jobs;
  for (const event of gathered(events)) jobs = reduceOne(jobs, event);
  return jobs === snapshot.jobs ? snapshot : { jobs };
}

type RunEvents = Extract<JobsEvent, { kind: 'run-events' }>;

/** Events of one run that come one upon the other are taken in together: each taking copies the run's whole list. */
function gathered(events: readonly JobsEvent[]): readonly JobsEvent[] {
  const result: JobsEvent[] = [];
  let open: { readonly of: RunEvents; readonly events: JobEvent[] } | null = null;
  for (const event of events) {
    if (event.kind === 'run-events' && open !== null && isSameRun(open.of, event)) {
      open.events.push(...event.events);
      continue;
    }
    open = event.kind === 'run-events' ? { of: event, events: [...event.events] } : null;
    result.push(open === null ? event : { ...open.of, events: open.events });
  }
  return result;
}

function isSameRun(one: RunEvents, other: RunEvents): boolean {
  return one.jobId === other.jobId && one.podId === other.podId;
}

function reduceOne(jobs: readonly Job[], event: JobsEvent): readonly Job[] {
  switch (event.kind) {
    case 'job-began':
      return newestFirst([event.job, ...jobs.filter(({ id }) => id !== event.job.id)]);
    case 'jobs-loaded': {
      const known = new Set(jobs.map(({ id }) => id));
      return newestFirst([...jobs, ...event.jobs.filter(({ id }) => !known.has(id))]);
    }
    case 'events-loaded':
      // What goes on here is newer than what the disk has of it.
      return jobs.map((job) => (job.id === event.job.id && job.origin === 'journal' ? event.job : job));
    case 'run-state':
      return withRun(jobs, event, (run) => withState(run, event.state));
    case 'run-lives-in-pod':
      return withRun(jobs, event, (run) => ({ ...run, livesInPod: true }));
    case 'run-events':
      return withRun(jobs, event, (run, job) => withEvents(run, event.events, job.startedAtMs));
  }
}

/** An id begins with the time of its job. */
function newestFirst(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort((left, right) => (left.id < right.id ? 1 : -1)).slice(0, maxJobs);
}

function withRun(
  jobs: readonly Job[],
  { jobId, podId }: { readonly jobId: string; readonly podId: string },
  change: (run: PodRun, job: Job) => PodRun,
): readonly Job[] {
  return jobs.map((job) => {
    if (job.id !== jobId) return job;
    const runs = job.runs.map((run) => (run.podId === podId ? change(run, job) : run));
    return { ...job, runs, endedAtMs: endOf(runs) };
  });
}

/** When the last of them ended; null while one has not. */
export function endOf(runs: readonly PodRun[]): number | null {
  const ends = runs.flatMap(({ state }) => (state.kind === 'ended' ? [state.atMs] : []));
  return ends.length === runs.length && ends.length > 0 ? Math.max(...ends) : null;
}

/** An end is final. */
function withState(run: PodRun, state: RunState): PodRun {
  return run.state.kind === 'ended' ? run : { ...run, state };
}

export function withEvents(run: PodRun, events: readonly JobEvent[], startedAtMs: number): PodRun {
  const all = [...run.events, ...events];
  const dropped = Math.max(0, all.length - maxRunEvents);
  const verdict = events.find((event) => event.kind === 'verdict');
  const progress = events.findLast((event) => event.kind === 'progress');
  return {
    ...run,
    events: dropped === 0 ? all : all.slice(dropped),
    droppedCount: run.droppedCount + dropped,
    progress:
      progress === undefined
        ? run.progress
        : { fraction: Math.min(1, Math.max(0, progress.fraction)), text: progress.text },
    state: verdict === undefined ? run.state : withState(run, stateOf(verdict, startedAtMs)).state,
  };
}

/** The pod's clock may be behind ours, and nothing ends before it began. */
function stateOf(verdict: Extract<JobEvent, { kind: 'verdict' }>, startedAtMs: number): RunState {
  const { text, exitCode } = verdict;
  const atMs = Math.max(startedAtMs, verdict.atMs);
  return { kind: 'ended', atMs, verdict: verdict.verdict, text, exitCode };
}
