/** Jobs as the console and the commands have them: their journal, the kept benchmarks, and the ways to the pods. */
import { join } from 'node:path';
import type { Pod } from '../fleet/pod.ts';
import type { Journal } from '../jobs/journal/journal.ts';
import type { JobsOptions, RunningJobs } from '../jobs/runner.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import type { Services } from './services.ts';

export async function openJobs(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  ways: {
    readonly doors: () => Promise<PodDoors>;
    readonly podOf: (podId: string) => Pod | null;
    readonly deploy: JobsOptions['deploy'];
  },
): Promise<RunningJobs> {
  const [{ createJobs }, { createShelf }, journal] = await Promise.all([
    import('../jobs/runner.ts'),
    import('../jobs/benchmarks/kept-reports.ts'),
    openJobsJournal(context),
  ]);
  const { settings, cloud } = services;
  const { apiKey } = settings;
  return createJobs({
    ...ways,
    journal,
    cloud,
    benchmarks: createShelf({
      folder: join(stateFolder(context.environment, context.homeFolder), 'benchmarks'),
    }),
    targetOf: (pod) => targetOfPod(services, pod),
    proxyUrlOf: services.proxyUrlOf,
    secrets: apiKey === null ? [] : [apiKey.secret],
    nowMs: context.nowMs,
    saveFolder: process.cwd(),
  });
}

/** For who only reads what was done. */
export async function openJobsJournal({ environment, homeFolder, nowMs }: CommandContext): Promise<Journal> {
  const { openJournal } = await import('../jobs/journal/journal.ts');
  return await openJournal({
    folder: join(stateFolder(environment, homeFolder), 'jobs'),
    profile: environment.POD_ENGINE_PROFILE ?? 'runpod',
    nowMs,
  });
}

/** A pod that is stopped may still show the address that it had. */
export function targetOfPod(services: Extract<Services, { ok: true }>, pod: Pod): LinkTarget | null {
  return services.reachOf(pod).kind === 'none' ? null : services.targetOf(pod);
}
