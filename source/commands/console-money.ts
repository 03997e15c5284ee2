/** What the watch of money works with: settings, the files in which it keeps what it saw, and who else works with a pod. */
import { join } from 'node:path';
import { type ForwardsSnapshot, noForwards } from '../fleet/forwards.ts';
import type { OwnSessions } from '../fleet/own-sessions.ts';
import type { JobsSnapshot } from '../jobs/model/job.ts';
import { isRunOver, runningJobs } from '../jobs/model/questions.ts';
import { type MoneySettings, usualMoneySettings } from '../money/settings.ts';
import type { Settings } from '../settings/settings.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { SeenKeeper, ToldKeeper } from '../watch/money-watch.ts';
import type { WatchOptions } from '../watch/watch.ts';
import { accountTag } from './account-tag.ts';
import type { CommandContext } from './command.ts';
import type { Services } from './services.ts';

export function consoleMoney(
  context: CommandContext,
  { settings, cloud }: Extract<Services, { ok: true }>,
  works: {
    readonly jobs: () => JobsSnapshot;
    readonly forwards?: () => ForwardsSnapshot;
    /** Pods in which this console has a shell open. */
    readonly shells?: () => readonly string[];
    /** What this console has open to a pod beside its telemetry. */
    readonly ownSessions?: (podId: string) => OwnSessions;
  },
): NonNullable<WatchOptions['money']> {
  const { jobs, forwards = () => noForwards, shells = () => [], ownSessions } = works;
  return {
    cloud,
    settings: moneySettingsOf(settings),
    keeper: lateMoneyFiles(context),
    told: lateToldFile(context, accountTag(settings)),
    readOnly: settings.readOnly,
    ...(ownSessions === undefined ? {} : { ownSessions }),
    attendedBy(podId) {
      if (shells().includes(podId)) return 'a shell of this console is open in it';
      // One that only listens may have been forgotten.
      const isForwarded = forwards().forwards.some(
        (forward) => forward.podId === podId && forward.openConnections > 0,
      );
      if (isForwarded) return 'a forward of this console is in use';
      const runs = runningJobs(jobs()).flatMap((job) => job.runs);
      return runs.some((run) => run.podId === podId && !isRunOver(run)) ? 'a job runs on it' : null;
    },
  };
}

export function moneySettingsOf({ money }: Pick<Settings, 'money'>): MoneySettings {
  const { budget, idleRules, idleGpuPercent, stoppedAfterDays } = money;
  const idleLimits = { ...usualMoneySettings.idleLimits, gpuPercent: idleGpuPercent };
  return { budget, idleRules, idleLimits, stoppedAfterDays };
}

/** What reads them is loaded with the first file: no other command has to carry it. */
export function lateMoneyFiles({
  environment,
  homeFolder,
}: Pick<CommandContext, 'environment' | 'homeFolder'>): SeenKeeper {
  const folder = join(stateFolder(environment, homeFolder), 'money');
  const files = late(async () => (await import('../history/money-files.ts')).createMoneyFiles(folder));
  return {
    read: async (days) => (await files()).read(days),
    write: async (day, pods) => (await files()).write(day, pods),
  };
}

function lateToldFile(context: Folders, account: string): ToldKeeper {
  const folder = alertFolder(context);
  const file = late(async () => (await import('../history/told-file.ts')).createToldFile(folder, account));
  return { read: async () => (await file()).read(), write: async (told) => (await file()).write(told) };
}

export type Folders = Pick<CommandContext, 'environment' | 'homeFolder'>;

export function alertFolder({ environment, homeFolder }: Folders): string {
  return join(stateFolder(environment, homeFolder), 'alerts');
}

/** Made when it is first asked for, and once. */
export function late<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let making: Promise<Made> | null = null;
  return () => {
    making ??= make();
    return making;
  };
}
