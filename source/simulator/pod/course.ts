/** How a pod's life goes: it is begun, ended, begun again, and each change is written into its diary. */
import type { PodPlan } from '../cast/index.ts';
import { createDiary, type Diary } from './diary.ts';
import { createFate } from './fate.ts';
import { firstLife } from './first-life.ts';
import type { Insides } from './insides.ts';
import { beginRun, endRun, type Life, type Run, statusDate } from './life.ts';
import type { PodSettings } from './settings.ts';
import type { PodSurroundings } from './surroundings.ts';

export type Course = {
  readonly createdAtMs: number;
  readonly diary: Diary;
  life(): Life;
  /** Until there is a container; never, where the image cannot be pulled. */
  pullMs(): number;
  start(gpuCount: number): void;
  /** Another container, for a pod that runs. */
  beginAgain(containerMs: number): void;
  /** `who` begins the status text, as in "Exited by user". */
  stop(who: string): void;
  terminate(): void;
  enter(): Promise<void>;
  /** Ends it without a word. */
  close(): void;
};

const dayMs = 86_400_000;

export function createCourse(options: {
  readonly plan: PodPlan;
  readonly surroundings: PodSurroundings;
  readonly insides: Insides;
  settings(): PodSettings;
}): Course {
  const { plan, insides, settings } = options;
  const { clock, timings, pulls } = options.surroundings;
  const bornMs = clock.wallMs();
  const createdAtMs = createdAtOf(plan, bornMs);
  const fate = createFate({
    clock,
    timings,
    onPullFailure: () => end(dated('Exited by Runpod')),
    onCrash: ({ gpuCount }) => begin(gpuCount, { containerMs: timings.restartMs }),
  });
  let life = firstLife(plan, { nowMs: bornMs, timings, containerMs: pullMs() });
  const diary = createDiary({ plan, life, createdAtMs, bornMs });

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs() + plan.clockSkewMs)}`;
  }

  function become(next: Life): void {
    life = next;
    diary.note(life, { atMs: clock.wallMs(), settings: settings() });
  }

  function end(statusChange: string): void {
    become(endRun(life, clock.wallMs(), statusChange));
    fate.leave();
    insides.leave();
  }

  function pullMs(): number {
    const { extraMs, fault } = pulls.of(settings().image);
    return fault === 'pull-fails' ? Number.POSITIVE_INFINITY : timings.containerMs + extraMs;
  }

  function begin(
    gpuCount: number,
    how: { readonly containerMs: number; readonly statusChange?: string },
  ): void {
    insides.leave();
    const { statusChange = life.statusChange, containerMs } = how;
    become(beginRun({ life, nowMs: clock.wallMs(), gpuCount, timings, containerMs, statusChange }));
    void follow(life.run);
  }

  async function follow(run: Run | null): Promise<void> {
    if (run === null) return;
    fate.follow(run, pulls.of(settings().image).fault);
    if (Number.isFinite(run.portsAtMs)) await insides.sshd.openFor(run);
  }

  return {
    createdAtMs,
    diary,
    life: () => life,
    pullMs,
    start(gpuCount) {
      if (life.desiredStatus === 'RUNNING') return;
      begin(gpuCount, { containerMs: pullMs(), statusChange: dated('Rented by User') });
    },
    beginAgain(containerMs) {
      if (life.desiredStatus === 'RUNNING' && life.run !== null) begin(life.run.gpuCount, { containerMs });
    },
    stop(who) {
      if (life.desiredStatus === 'RUNNING') end(dated(who));
    },
    terminate() {
      end(dated('Terminated by user'));
      become({ ...life, terminated: true });
    },
    enter: () => follow(life.run),
    close: () => end(life.statusChange),
  };
}

function createdAtOf({ role, hardware }: PodPlan, bornMs: number): number {
  return role.beginning === 'rented' ? bornMs : bornMs - hardware.uptimeSeconds * 1000 - dayMs;
}
