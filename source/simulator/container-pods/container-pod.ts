/** One pod that is a container: its life as the API tells it, which the engine's container follows. */
import type { Clock } from '../../base/clock.ts';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import { endRun, type Life, type Run, statusDate } from '../pod/life.ts';
import { awaitSsh } from './await-ssh.ts';
import { ContainerFailure } from './container-failure.ts';
import { createKeeper } from './keeper.ts';
import type { ContainerOptions } from './run-container.ts';

export type ContainerPodOptions = ContainerOptions & {
  readonly clock: Clock;
  /** For the operator: a container that ended by itself, or could not be started. */
  say(text: string): void;
  /** Ends the waiting of `enter`. */
  readonly signal: AbortSignal;
};

/** An image without sshd is run all the same. */
const greetsWithinMs = 15_000;
const stopsWithinSeconds = 10;
/** When all is over, a container that does not end gracefully need not be waited for. */
const closesWithinSeconds = 3;

export function createContainerPod(options: ContainerPodOptions): ContainerPod {
  const { plan, image, clock } = options;
  const keeper = createKeeper(options, noticeEnd);
  let life: Life = { desiredStatus: 'EXITED', terminated: false, statusChange: '', run: null };
  let entering: AbortController | null = null;
  const closing = new AbortController();

  function begin(gpuCount: number): Run {
    const run = {
      number: (life.run?.number ?? 0) + 1,
      gpuCount,
      askedAtMs: clock.wallMs(),
      // Not known before the engine has done it.
      containerAtMs: Number.POSITIVE_INFINITY,
      portsAtMs: Number.POSITIVE_INFINITY,
      stoppedAtMs: null,
    };
    life = { ...life, desiredStatus: 'RUNNING', statusChange: dated('Rented by User'), run };
    return run;
  }

  function end(who: string): void {
    life = endRun(life, clock.wallMs(), dated(who));
  }

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs())}`;
  }

  function isCurrent({ number }: Run): boolean {
    return life.desiredStatus === 'RUNNING' && life.run?.number === number;
  }

  /** @returns Why it does not run; null when it does, or is no longer wanted. */
  async function bringUp(run: Run): Promise<string | null> {
    const reason = await keeper.bringUp(() => isCurrent(run));
    const nowMs = clock.wallMs();
    if (!isCurrent(run)) return null;
    if (reason === null) life = { ...life, run: { ...run, containerAtMs: nowMs, portsAtMs: nowMs } };
    else end('Exited by Runpod');
    return reason;
  }

  function noticeEnd(): void {
    if (life.desiredStatus === 'RUNNING') end('Exited by Runpod');
    if (entering === null) void tellEnd();
    else entering.abort();
  }

  async function tellEnd(): Promise<void> {
    options.say(`${plan.name} has ended by itself. ${await keeper.lastWords()}`);
    await keeper.takeDown(0);
  }

  /** The first run is waited for, so that whoever is told that all is up can connect. */
  async function waitForSsh(): Promise<void> {
    const container = keeper.container();
    if (container === null || entering === null) return;
    const unwanted = AbortSignal.any([options.signal, closing.signal]);
    const limits = [unwanted, entering.signal, AbortSignal.timeout(greetsWithinMs)];
    const greeted = await awaitSsh(options.host, container.sshPort, AbortSignal.any(limits));
    if (greeted || unwanted.aborted) return;
    if (entering.signal.aborted)
      throw new ContainerFailure(
        `${plan.name} ended at once, run from "${image.name}". ${await keeper.lastWords()}`,
      );
    options.say(`${plan.name} runs, but its sshd does not greet.`);
  }

  return {
    plan,
    createdAtMs: clock.wallMs(),
    faults: { hostFull: false, runtimeMissingUntilMs: 0 },
    container: { innerHttpPort: image.httpPort, httpPort: () => keeper.container()?.httpPort ?? null },
    life: () => life,
    sshPort: () => keeper.container()?.sshPort ?? null,
    start({ gpuCount }) {
      if (life.desiredStatus === 'RUNNING') return;
      void bringUp(begin(gpuCount)).then((reason) => {
        if (reason !== null) options.say(`${plan.name} did not start. ${reason}`);
      });
    },
    stop(who) {
      if (life.desiredStatus !== 'RUNNING') return;
      end(who);
      void keeper.takeDown(stopsWithinSeconds);
    },
    terminate() {
      end('Terminated by user');
      life = { ...life, terminated: true };
      void keeper.removeAll(stopsWithinSeconds);
    },
    async enter() {
      entering = new AbortController();
      try {
        const reason = await bringUp(begin(plan.hardware.gpuCount));
        if (reason !== null) throw new ContainerFailure(reason);
        await waitForSsh();
      } finally {
        entering = null;
      }
    },
    async close() {
      closing.abort();
      if (life.desiredStatus === 'RUNNING') end('Exited by user');
      await keeper.removeAll(closesWithinSeconds);
    },
  };
}
