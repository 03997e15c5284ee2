/** One pod: its life as the API tells it, its container, and its sshd, which is there while the container runs. */
import type { PodPlan } from '../cast/index.ts';
import type { Disturbance, Machine } from '../machine/machine.ts';
import { createCourse } from './course.ts';
import type { Diary } from './diary.ts';
import { createFaults, type PodFaults } from './faults.ts';
import type { HttpPlace } from './http-place.ts';
import { createInsides } from './insides.ts';
import { type Life, phaseOf, type Timings } from './life.ts';
import { declares, type PodSettings } from './settings.ts';
import type { Sshd } from './sshd.ts';
import type { PodSurroundings } from './surroundings.ts';
import { createTags, type PodTags } from './tags.ts';

export type SimulatedPod = {
  readonly plan: PodPlan;
  readonly createdAtMs: number;
  readonly faults: PodFaults;
  readonly tags: PodTags;
  readonly diary: Diary;
  life(): Life;
  settings(): PodSettings;
  /** Resets a pod that runs: a new container, with nothing of the old one but the volume. */
  edit(settings: PodSettings): void;
  /** A new container of the same settings, for a pod that runs. */
  reset(): void;
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

export function createPod(plan: PodPlan, surroundings: PodSurroundings): SimulatedPod {
  const { clock, timings } = surroundings;
  const faults = createFaults();
  let settings = plan.settings;
  const insides = createInsides(plan, { ...surroundings, settings: () => settings }, faults);
  const { sshd } = insides;
  const course = createCourse({ plan, surroundings, insides, settings: () => settings });
  const { life } = course;

  return {
    plan,
    createdAtMs: course.createdAtMs,
    faults,
    tags: createTags(plan),
    diary: course.diary,
    life,
    settings: () => settings,
    edit(next) {
      settings = next;
      course.beginAgain(course.pullMs());
    },
    reset: () => course.beginAgain(timings.restartMs),
    async httpPlace(port) {
      const { run } = life();
      if (!declares(settings, port, 'http')) return { kind: 'undeclared' };
      if (run === null || phaseOf(life(), clock.wallMs()) !== 'mapped') return { kind: 'down' };
      return { kind: 'at', port: Number(new URL(await insides.of(run).site.url()).port) };
    },
    machine() {
      const { run } = life();
      return run === null || clock.wallMs() < run.containerAtMs ? null : insides.of(run).machine;
    },
    sshPort: sshd.port,
    shownSshPort: () => shownPort({ life: life(), sshd, nowMs: clock.wallMs(), timings }),
    start: ({ gpuCount }) => course.start(gpuCount),
    stop: course.stop,
    terminate: course.terminate,
    dropSsh: sshd.dropAll,
    endCommands: insides.endCommands,
    disturb(disturbance) {
      faults.disturbance = disturbance;
      insides.disturb(disturbance);
    },
    changeHostKey: sshd.changeHostKey,
    enter: course.enter,
    async close() {
      course.close();
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
