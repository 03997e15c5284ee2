/** The console's jobs: loaded after the first frame, with those of earlier consoles, and followed again as their pods are listed. */
import { messageOf } from '../base/message-of.ts';
import { type JobsSnapshot, noJobs } from '../jobs/model/job.ts';
import type { JobsOptions, RunningJobs } from '../jobs/runner.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { CommandContext } from './command.ts';
import { openJobs } from './open-jobs.ts';
import type { Services } from './services.ts';

export type ConsoleJobs = {
  /** null until they are loaded. */
  now(): RunningJobs | null;
  begin(doors: PodDoors): void;
  snapshot(): JobsSnapshot;
  subscribe(listener: () => void): () => void;
  close(how: 'stop' | 'leave'): Promise<void>;
};

export function openConsoleJobs(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  console: {
    readonly store: FleetStore;
    readonly tell: (text: string) => void;
    readonly deploy: JobsOptions['deploy'];
  },
): ConsoleJobs {
  const { store, tell, deploy } = console;
  const listeners = new Set<() => void>();
  let jobs: RunningJobs | null = null;
  let loading: Promise<void> = Promise.resolve();
  let stopListening = (): void => undefined;

  async function load(doors: PodDoors): Promise<void> {
    const opened = await openJobs(context, services, {
      doors: () => Promise.resolve(doors),
      podOf: (podId) => store.snapshot().pods.get(podId)?.pod ?? null,
      deploy,
    });
    opened.subscribe(() => {
      for (const listener of listeners) listener();
    });
    jobs = opened;
    await opened.loadPast();
    stopListening = resumeAsListed(opened, store);
  }

  return {
    now: () => jobs,
    begin(doors) {
      loading = load(doors).catch((error: unknown) => {
        tell(`Jobs cannot be run: ${messageOf(error)}`);
      });
    },
    snapshot: () => jobs?.snapshot() ?? noJobs,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close(how) {
      await loading;
      stopListening();
      await jobs?.close(how);
    },
  };
}

/** A job that was left in a pod is followed again when that pod is there, now or in an hour. */
function resumeAsListed(jobs: RunningJobs, store: FleetStore): () => void {
  let known: unknown = null;
  const look = (): void => {
    const { pods } = store.snapshot();
    if (pods === known) return;
    known = pods;
    void jobs.resume([...pods.values()].map(({ pod }) => pod));
  };
  look();
  return store.subscribe(look);
}
