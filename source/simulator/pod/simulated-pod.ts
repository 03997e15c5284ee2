/** One pod: its life as the API tells it, its container, and its sshd, which is there while the container runs. */
import type { PodPlan } from '../cast/index.ts';
import type { Disturbance, Machine } from '../machine/machine.ts';
import { createFate } from './fate.ts';
import { createFaults, type PodFaults } from './faults.ts';
import { firstLife } from './first-life.ts';
import type { HttpPlace } from './http-place.ts';
import { createInsides } from './insides.ts';
import { beginRun, endRun, type Life, phaseOf, type Run, statusDate, type Timings } from './life.ts';
import { declares, type PodSettings } from './settings.ts';
import type { Sshd } from './sshd.ts';
import type { PodSurroundings } from './surroundings.ts';

export type SimulatedPod = {
  readonly plan: PodPlan;
  readonly createdAtMs: number;
  readonly faults: PodFaults;
  life(): Life;
  settings(): PodSettings;
  /** Resets a pod that runs: a new container, with nothing of the old one but the volume. */
  edit(settings: PodSettings): void;
  httpPlace(port: number): Promise<HttpPlace>;
  /** The machine of the last run; null before the first container has started. */
  machine(): Machine | null;
  /** What the API shows: for a while after a start still the port of the run before. null: none is published. */
  shownSshPort(): number | null;
  sshPort(): number | null;
  start(options: { readonly gpuCount: number }): void;
  /** `who` begins the status text, as in "Exited by user". */
  stop(who: string): void;
  terminate(): void;
  dropSsh(): void;
  /** Ends the commands that run over SSH. */
  endCommands(): void;
  /** Changes what the machine does, over its script; null gives it back to the script. */
  disturb(disturbance: Disturbance | null): void;
  changeHostKey(): void;
  /** Resolves when sshd is there, for a pod that runs as the simulation begins. */
  enter(): Promise<void>;
  close(): Promise<void>;
};

const dayMs = 86_400_000;

export function createPod(plan: PodPlan, surroundings: PodSurroundings): SimulatedPod {
  const { clock, timings, pulls } = surroundings;
  const bornWallMs = clock.wallMs();
  const faults = createFaults();
  let settings = plan.settings;
  const insides = createInsides(plan, { ...surroundings, settings: () => settings }, faults);
  const { sshd } = insides;
  const fate = createFate({
    clock,
    timings,
    onPullFailure: () => end(dated('Exited by Runpod')),
    onCrash: ({ gpuCount }) => begin(gpuCount, { containerMs: timings.restartMs }),
  });
  let life = firstLife(plan, { nowMs: bornWallMs, timings, containerMs: pullMs() });

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs() + plan.clockSkewMs)}`;
  }

  function end(statusChange: string): void {
    life = endRun(life, clock.wallMs(), statusChange);
    fate.leave();
    insides.leave();
  }

  /** Until there is a container; never, where the image cannot be pulled. */
  function pullMs(): number {
    const { extraMs, fault } = pulls.of(settings.image);
    return fault === 'pull-fails' ? Number.POSITIVE_INFINITY : timings.containerMs + extraMs;
  }

  function begin(
    gpuCount: number,
    how: { readonly containerMs: number; readonly statusChange?: string },
  ): void {
    insides.leave();
    const { statusChange = life.statusChange, containerMs } = how;
    life = beginRun({ life, nowMs: clock.wallMs(), gpuCount, timings, containerMs, statusChange });
    void follow(life.run);
  }

  async function follow(run: Run | null): Promise<void> {
    if (run === null) return;
    fate.follow(run, pulls.of(settings.image).fault);
    if (Number.isFinite(run.portsAtMs)) await sshd.openFor(run);
  }

  return {
    plan,
    createdAtMs:
      plan.role.beginning === 'rented' ? bornWallMs : bornWallMs - plan.hardware.uptimeSeconds * 1000 - dayMs,
    faults,
    life: () => life,
    settings: () => settings,
    edit(next) {
      settings = next;
      if (life.desiredStatus !== 'RUNNING' || life.run === null) return;
      begin(life.run.gpuCount, { containerMs: pullMs() });
    },
    async httpPlace(port) {
      if (!declares(settings, port, 'http')) return { kind: 'undeclared' };
      if (life.run === null || phaseOf(life, clock.wallMs()) !== 'mapped') return { kind: 'down' };
      return { kind: 'at', port: Number(new URL(await insides.of(life.run).site.url()).port) };
    },
    machine: () =>
      life.run === null || clock.wallMs() < life.run.containerAtMs ? null : insides.of(life.run).machine,
    sshPort: sshd.port,
    shownSshPort: () => shownPort({ life, sshd, nowMs: clock.wallMs(), timings }),
    start({ gpuCount }) {
      if (life.desiredStatus === 'RUNNING') return;
      begin(gpuCount, { containerMs: pullMs(), statusChange: dated('Rented by User') });
    },
    stop(who) {
      if (life.desiredStatus === 'RUNNING') end(dated(who));
    },
    terminate() {
      end(dated('Terminated by user'));
      life = { ...life, terminated: true };
    },
    dropSsh: sshd.dropAll,
    endCommands: insides.endCommands,
    disturb(disturbance) {
      faults.disturbance = disturbance;
      insides.disturb(disturbance);
    },
    changeHostKey: sshd.changeHostKey,
    async enter() {
      await follow(life.run);
    },
    async close() {
      end(life.statusChange);
      await insides.closed();
    },
  };
}

/** null while none is published; the port of the run before for a while after a start, and after a stop. */
function shownPort(at: {
  readonly life: Life;
  readonly sshd: Pick<Sshd, 'port' | 'portBefore'>;
  readonly nowMs: number;
  readonly timings: Timings;
}): number | null {
  const { life, sshd, nowMs, timings } = at;
  const phase = phaseOf(life, nowMs);
  if (phase === 'stopped') return sshd.portBefore();
  if (phase !== 'mapped' || life.run === null) return null;
  const isStale = sshd.portBefore() !== null && nowMs < life.run.portsAtMs + timings.stalePortMs;
  return isStale ? sshd.portBefore() : sshd.port();
}
