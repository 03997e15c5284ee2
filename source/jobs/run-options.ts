/** What a run is begun with: its place among those that run at once, its way of being stopped, and its work. */
import type { Pod } from '../fleet/pod.ts';
import { createHandshakePool } from '../ssh/pool.ts';
import { cleanEvent } from './clean-event.ts';
import { remoteIdOf } from './job-id.ts';
import type { JobsOptions } from './jobs-options.ts';
import type { Remote } from './journal/read-journal.ts';
import { kindsOfJobs } from './kinds/index.ts';
import type { KindOfJob } from './kinds/kind.ts';
import type { DeployRequest } from './model/deploy.ts';
import type { Job, PodRun } from './model/job.ts';
import type { RunOptions } from './run.ts';
import { deployStopTimes, usualStopTimes } from './stopping.ts';

/** A console holds so many runs at once; the rest wait for their turn. */
export const mostRunsAtOnce = 16;

/** What is needed to take up a run where it was left. */
export type Past = { readonly earlier: PodRun['events']; readonly written: Promise<void> | null };

type Begun = Omit<RunOptions, 'listener'>;

export type RunOptionsMaker = {
  ofPod(job: Pick<Job, 'id' | 'kind' | 'arguments'>, pod: Pod, past: Past): Begun;
  ofDeploy(request: DeployRequest, past: Past): Begun;
};

export function createRunOptions(
  options: JobsOptions,
  remoteOf: (jobId: string, podId: string) => Remote | null,
): RunOptionsMaker {
  const { nowMs, podOf, cloud, benchmarks, proxyUrlOf } = options;
  // The places of a pool are places, whatever is done there.
  const places = createHandshakePool(mostRunsAtOnce);
  const ways = { cloud, benchmarks, ...(proxyUrlOf === undefined ? {} : { proxyUrlOf }) };

  function shared(past: Past): Pick<RunOptions, 'nowMs' | 'earlier' | 'clean' | 'place'> {
    return {
      ...{ nowMs, earlier: past.earlier },
      clean: (told) => cleanEvent(told, options.secrets),
      async place(signal) {
        await past.written;
        return await places.acquire(signal);
      },
    };
  }

  return {
    ofPod(job, pod, past) {
      const kind = kindOf(options, job.kind);
      const found = remoteOf(job.id, pod.id);
      return {
        ...shared(past),
        isFound: found !== null,
        times: options.stopTimes ?? usualStopTimes,
        open: async (handles) =>
          kind.run({
            ...{ ...handles, ...ways, pod, found, arguments: job.arguments, doors: await options.doors() },
            target: () => options.targetOf(podOf(pod.id) ?? pod),
            remoteId: remoteIdOf(job.id, pod.id),
          }),
      };
    },
    ofDeploy: (request, past) => ({
      ...shared(past),
      ...{ isFound: false, isTakenUpLater: true },
      times: options.deployStopTimes ?? deployStopTimes,
      open: (handles) => options.deploy(request, handles),
    }),
  };
}

function kindOf({ kinds = kindsOfJobs }: JobsOptions, wanted: Job['kind']): KindOfJob {
  const kind = kinds.find((each) => each.kind === wanted);
  if (kind === undefined) throw new Error(`There is no kind of job "${wanted}".`);
  return kind;
}
