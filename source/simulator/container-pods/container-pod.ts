/** One pod that is a container: its life as the API tells it, which the engine's container follows. */
import type { Clock } from '../../base/clock.ts';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import { declares, portsIn } from '../pod/settings.ts';
import { createTags } from '../pod/tags.ts';
import { awaitSsh } from './await-ssh.ts';
import { ContainerFailure } from './container-failure.ts';
import { createContainerCourse } from './container-life.ts';
import { createRuns, type RunsOptions } from './container-runs.ts';
import { createKeeper } from './keeper.ts';
import type { ContainerOptions } from './run-container.ts';

export type ContainerPodOptions = ContainerOptions &
  Pick<RunsOptions, 'timings' | 'pulls' | 'say'> & {
    readonly clock: Clock;
    /** A container that ends by itself is started again, as RunPod does; else the pod has ended with it. */
    readonly restarts: boolean;
    /** Ends the waiting of `enter`. */
    readonly signal: AbortSignal;
  };

/** An image without sshd is run all the same. */
const greetsWithinMs = 15_000;
const stopsWithinSeconds = 10;
/** When all is over, a container that does not end gracefully need not be waited for. */
const closesWithinSeconds = 3;

export function createContainerPod(options: ContainerPodOptions): ContainerPod {
  const { plan, clock } = options;
  let settings = plan.settings;
  const keeper = createKeeper({ ...options, settings: () => settings }, noticeEnd);
  const { createdAtMs, diary, life } = createContainerCourse({ plan, clock, settings: () => settings });
  const closing = new AbortController();
  const runs = createRuns({ ...options, keeper, life, settings: () => settings, closing: closing.signal });
  let entering: AbortController | null = null;

  function isRunning(): boolean {
    return life.now().desiredStatus === 'RUNNING';
  }

  function noticeEnd(): void {
    const { run } = life.now();
    if (options.restarts && run !== null && life.isCurrent(run)) return void runs.restart(run);
    if (isRunning()) life.end('Exited by Runpod');
    if (entering === null) void tellEnd();
    else entering.abort();
  }

  async function tellEnd(): Promise<void> {
    options.say(`${plan.name} has ended by itself. ${await keeper.lastWords()}`);
    await keeper.takeDown(0);
  }

  /** The first run is waited for, so that whoever is told that all is up can connect. */
  async function waitForSsh(): Promise<void> {
    const port = published(22);
    if (port === null || entering === null) return;
    const unwanted = AbortSignal.any([options.signal, closing.signal]);
    const limits = [unwanted, entering.signal, AbortSignal.timeout(greetsWithinMs)];
    const greeted = await awaitSsh(options.host, port, AbortSignal.any(limits));
    if (greeted || unwanted.aborted) return;
    if (entering.signal.aborted)
      throw new ContainerFailure(
        `${plan.name} ended at once, run from "${settings.image}". ${await keeper.lastWords()}`,
      );
    options.say(`${plan.name} runs, but its sshd does not greet.`);
  }

  function reset(): void {
    const run = isRunning() ? life.beginAnew() : null;
    if (run === null) return;
    void keeper.takeDown(stopsWithinSeconds);
    runs.bringUpAndTell(run);
  }

  function published(inner: number | null): number | null {
    return inner === null ? null : (keeper.container()?.ports.get(inner) ?? null);
  }

  return {
    plan,
    createdAtMs,
    faults: { hostFull: false, runtimeMissingUntilMs: 0 },
    tags: createTags(plan),
    diary,
    container: {
      published,
      follow: keeper.follow,
      httpPort: () => published(portsIn(settings).find(({ type }) => type === 'http')?.number ?? null),
    },
    life: life.now,
    settings: () => settings,
    edit(next) {
      settings = next;
      reset();
    },
    reset,
    async httpPlace(port) {
      if (!declares(settings, port, 'http')) return { kind: 'undeclared' };
      const outer = published(port);
      return outer === null ? { kind: 'down' } : { kind: 'at', port: outer };
    },
    sshPort: () => published(22),
    start({ gpuCount }) {
      if (!isRunning()) runs.bringUpAndTell(life.begin(gpuCount));
    },
    stop(who) {
      if (!isRunning()) return;
      life.end(who);
      void keeper.takeDown(stopsWithinSeconds);
    },
    terminate() {
      life.terminate();
      void keeper.removeAll(stopsWithinSeconds);
    },
    rent: () => runs.bringUpAndTell(life.begin(plan.hardware.gpuCount)),
    async enter() {
      entering = new AbortController();
      try {
        const reason = await runs.bringUp(life.begin(plan.hardware.gpuCount));
        if (reason !== null) throw new ContainerFailure(reason);
        await waitForSsh();
      } finally {
        entering = null;
      }
    },
    async close() {
      closing.abort();
      if (isRunning()) life.end('Exited by user');
      await keeper.removeAll(closesWithinSeconds);
    },
  };
}
