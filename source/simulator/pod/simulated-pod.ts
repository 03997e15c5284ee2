/** One pod: its life as the API tells it, its container, and its sshd, which is there while the container runs. */
import type { PodPlan } from '../cast/index.ts';
import type { Disturbance, Machine } from '../machine/machine.ts';
import { createFaults, type PodFaults } from './faults.ts';
import { firstLife } from './first-life.ts';
import { createInsides } from './insides.ts';
import { beginRun, endRun, type Life, phaseOf, statusDate, type Timings } from './life.ts';
import type { Sshd } from './sshd.ts';
import type { PodSurroundings } from './surroundings.ts';

export type SimulatedPod = {
  readonly plan: PodPlan;
  readonly createdAtMs: number;
  readonly faults: PodFaults;
  life(): Life;
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
  const { clock, timings } = surroundings;
  const bornWallMs = clock.wallMs();
  const faults = createFaults();
  const insides = createInsides(plan, surroundings, faults);
  const { sshd } = insides;
  let life = firstLife(plan, { nowMs: bornWallMs, timings });

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs() + plan.clockSkewMs)}`;
  }

  function end(statusChange: string): void {
    life = endRun(life, clock.wallMs(), statusChange);
    insides.leave();
  }

  return {
    plan,
    createdAtMs: bornWallMs - plan.hardware.uptimeSeconds * 1000 - dayMs,
    faults,
    life: () => life,
    machine: () =>
      life.run === null || clock.wallMs() < life.run.containerAtMs ? null : insides.of(life.run).machine,
    sshPort: sshd.port,
    shownSshPort: () => shownPort({ life, sshd, nowMs: clock.wallMs(), timings }),
    start({ gpuCount }) {
      if (life.desiredStatus === 'RUNNING') return;
      const statusChange = dated('Rented by User');
      life = beginRun({ life, nowMs: clock.wallMs(), gpuCount, timings, slowly: false, statusChange });
      if (life.run !== null) void sshd.openFor(life.run);
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
      if (life.run !== null) await sshd.openFor(life.run);
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
