/** How the engine is brought to follow a pod's life: a run is brought up, and begins anew where its container ends by itself. */
import { setTimeout as wait } from 'node:timers/promises';
import type { PodPlan } from '../cast/index.ts';
import type { Run, Timings } from '../pod/life.ts';
import type { Pulls } from '../pod/pulls.ts';
import type { PodSettings } from '../pod/settings.ts';
import type { ContainerLife } from './container-life.ts';
import type { Keeper } from './keeper.ts';

export type RunsOptions = {
  readonly plan: PodPlan;
  readonly timings: Timings;
  readonly pulls: Pulls;
  readonly keeper: Keeper;
  readonly life: ContainerLife;
  settings(): PodSettings;
  /** For the operator: a container that ended by itself, or could not be started. */
  say(text: string): void;
  /** Ends all waiting. */
  readonly closing: AbortSignal;
};

export type Runs = {
  /** @returns Why it does not run; null when it does, or is no longer wanted. */
  bringUp(run: Run): Promise<string | null>;
  bringUpAndTell(run: Run): void;
  /** The same container, with what it has written: only its programs begin anew. */
  restart(run: Run): Promise<void>;
};

export function createRuns({
  plan,
  timings,
  pulls,
  keeper,
  life,
  settings,
  say,
  closing,
}: RunsOptions): Runs {
  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: closing }).catch(() => {});
  }

  /** Waits for as long as the pull is to take. A crash loop is the image's own affair here. */
  async function plantedTrouble(): Promise<string | null> {
    const { extraMs, fault } = pulls.of(settings().image);
    await pause(extraMs + (fault === 'pull-fails' ? timings.pullFailureMs : 0));
    return fault === 'pull-fails' ? 'Its image is not to be pulled, as was planted.' : null;
  }

  function settle(run: Run, reason: string | null): string | null {
    if (!life.isCurrent(run)) return null;
    if (reason === null) life.noteStart(run);
    else life.end('Exited by Runpod');
    return reason;
  }

  async function bringUp(run: Run): Promise<string | null> {
    const planted = await plantedTrouble();
    return settle(run, planted ?? (await keeper.bringUp(() => life.isCurrent(run))));
  }

  function tell(reason: string | null): void {
    if (reason !== null) say(`${plan.name} did not start. ${reason}`);
  }

  return {
    bringUp,
    bringUpAndTell: (run) => void bringUp(run).then(tell),
    async restart(run) {
      life.noteGone(run);
      await pause(timings.restartMs);
      tell(settle(run, await keeper.startAgain(() => life.isCurrent(run))));
    },
  };
}
