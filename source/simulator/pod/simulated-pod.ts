/** One pod: its life as the API tells it, its machine, and its sshd, which is there while the container runs. */
import type { Host } from '../../../pod-agent/host/host.ts';
import type { PodPlan } from '../cast/index.ts';
import type { Clock } from '../clock.ts';
import { factsOf } from '../machine/facts.ts';
import { createTextHost } from '../machine/host.ts';
import { createMachine, type Disturbance, type Machine } from '../machine/machine.ts';
import { type Commands, createCommands } from './commands.ts';
import { createFaults, type PodFaults } from './faults.ts';
import { beginRun, endRun, type Life, phaseOf, type Run, statusDate, type Timings } from './life.ts';
import { createSite, type Site } from './site.ts';
import { openSshDoor, type SshDoor } from './ssh-door.ts';

export type SimulatedPod = {
  readonly plan: PodPlan;
  readonly faults: PodFaults;
  life(): Life;
  /** The machine of the last run; null before the first container has started. */
  machine(): Machine | null;
  /** What the API shows: the last run's port for a while after a start, null where none is published. */
  shownSshPort(): number | null;
  sshPort(): number | null;
  start(options: { readonly gpuCount: number; readonly slowly?: boolean }): void;
  /** `who` begins the status text, as in "Exited by user". */
  stop(who: string): void;
  terminate(): void;
  dropSsh(): void;
  /** Ends the commands that run over SSH. */
  endCommands(): void;
  /** Changes what the machine does, over its script; null gives it back to the script. */
  disturb(disturbance: Disturbance | null): void;
  changeHostKey(): void;
  /** Resolves when sshd answers, for a pod that runs as the simulation begins. */
  enter(): Promise<void>;
  close(): Promise<void>;
};

export type PodSurroundings = { readonly clock: Clock; readonly timings: Timings; readonly host: string };

type Inside = {
  readonly run: number;
  readonly machine: Machine;
  readonly host: Host;
  readonly site: Site;
  readonly commands: Commands;
};

export function createPod(plan: PodPlan, surroundings: PodSurroundings): SimulatedPod {
  const { clock, timings, host } = surroundings;
  const faults = createFaults();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const bornMs = clock.monotonicMs();
  const bornWallMs = clock.wallMs();
  let life = firstLife(plan, surroundings);
  let inside: Inside | null = null;
  let door: SshDoor | null = null;
  let previousPort: number | null = null;
  let closing: Promise<unknown> = Promise.resolve();

  function later(delayMs: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.max(0, delayMs),
    );
    timers.add(timer);
  }

  function insideOf(run: Run): Inside {
    if (inside?.run === run.number) return inside;
    // What ran as the simulation began follows its script from then on; what starts later, from its own start.
    const fromBirth = run.containerAtMs < bornWallMs;
    const machine = createMachine({
      facts: factsOf({
        plan: { ...plan, hardware: { ...plan.hardware, gpuCount: run.gpuCount } },
        bootNumber: run.number,
        uptimeAtZeroSeconds: fromBirth ? (bornWallMs - run.containerAtMs) / 1000 : 0,
      }),
      clock,
      zeroMs: fromBirth ? bornMs : bornMs + (run.containerAtMs - bornWallMs),
    });
    machine.disturb(faults.disturbance);
    const site = createSite({ host, stateNow: () => machine.now().work.site });
    const textHost = createTextHost({
      machine,
      clock,
      extraVariables: () => (door === null ? {} : { RUNPOD_TCP_PORT_22: String(door.port) }),
      volumeHangs: () => faults.volumeHangs,
    });
    const commands = createCommands({
      machine,
      host: textHost,
      site,
      faults,
      dropSsh: () => door?.dropAll(),
    });
    inside = { run: run.number, machine, host: textHost, site, commands };
    return inside;
  }

  async function openDoor(run: Run): Promise<void> {
    const { machine, commands } = insideOf(run);
    const opened = await openSshDoor({
      host,
      isReachable: () =>
        !faults.sshRefused &&
        clock.wallMs() >= run.portsAtMs + timings.sshdMs &&
        machine.now().work.sshReachable,
      onCommand: (command, channel) => commands.run(command, channel),
    });
    // Stopped in the meantime.
    if (life.run !== run || life.desiredStatus !== 'RUNNING') await opened.close();
    else door = opened;
  }

  function leave(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    const left = { door, inside };
    previousPort = door?.port ?? previousPort;
    door = null;
    left.inside?.commands.endAll();
    closing = Promise.all([closing, left.door?.close(), left.inside?.site.close()]);
  }

  function dateNow(): string {
    return statusDate(clock.wallMs() + plan.clockSkewMs);
  }

  return {
    plan,
    faults,
    life: () => life,
    machine() {
      const nowMs = clock.wallMs();
      return life.run === null || nowMs < life.run.containerAtMs ? null : insideOf(life.run).machine;
    },
    sshPort: () => door?.port ?? null,
    shownSshPort() {
      const nowMs = clock.wallMs();
      if (life.run === null || phaseOf(life, nowMs) !== 'mapped') return null;
      const isStale = previousPort !== null && nowMs < life.run.portsAtMs + timings.stalePortMs;
      return isStale ? previousPort : (door?.port ?? null);
    },
    start({ gpuCount, slowly = false }) {
      if (life.desiredStatus === 'RUNNING') return;
      const nowMs = clock.wallMs();
      life = beginRun({
        life,
        nowMs,
        gpuCount,
        timings,
        slowly,
        statusChange: `Rented by User: ${dateNow()}`,
      });
      const { run } = life;
      if (run !== null) later(run.portsAtMs - nowMs, () => void openDoor(run));
    },
    stop(who) {
      if (life.desiredStatus === 'EXITED') return;
      life = endRun(life, clock.wallMs(), `${who}: ${dateNow()}`);
      leave();
    },
    terminate() {
      life = { ...endRun(life, clock.wallMs(), `Terminated by user: ${dateNow()}`), terminated: true };
      leave();
    },
    dropSsh: () => door?.dropAll(),
    endCommands: () => inside?.commands.endAll(),
    disturb(disturbance) {
      faults.disturbance = disturbance;
      inside?.machine.disturb(disturbance);
    },
    changeHostKey: () => door?.changeHostKey(),
    async enter() {
      const { run } = life;
      if (run !== null && phaseOf(life, clock.wallMs()) === 'mapped') await openDoor(run);
      else if (run !== null && life.desiredStatus === 'RUNNING')
        later(run.portsAtMs - clock.wallMs(), () => void openDoor(run));
    },
    async close() {
      leave();
      await closing;
    },
  };
}

/** How the pod stands as the simulation begins. */
function firstLife(plan: PodPlan, { clock, timings }: PodSurroundings): Life {
  const nowMs = clock.wallMs();
  const { gpuCount, uptimeSeconds } = plan.hardware;
  const dated = (text: string, agoSeconds: number) =>
    `${text}: ${statusDate(nowMs - agoSeconds * 1000 + plan.clockSkewMs)}`;
  const never: Life = { desiredStatus: 'EXITED', terminated: false, statusChange: '', run: null };
  switch (plan.role.beginning) {
    case 'stopped':
      return { ...never, statusChange: dated('Exited by user', 52_300) };
    case 'outbid':
      return { ...never, statusChange: dated('Outbid', 8_100) };
    case 'starting':
      return beginRun({
        life: never,
        nowMs,
        gpuCount,
        timings,
        slowly: true,
        statusChange: dated('Rented by User', 0),
      });
    case 'running': {
      const containerAtMs = nowMs - uptimeSeconds * 1000;
      return {
        ...never,
        desiredStatus: 'RUNNING',
        statusChange: dated('Rented by User', uptimeSeconds + 40),
        run: {
          number: 1,
          gpuCount,
          containerAtMs,
          portsAtMs: containerAtMs + timings.portsMs,
          stoppedAtMs: null,
        },
      };
    }
  }
}
