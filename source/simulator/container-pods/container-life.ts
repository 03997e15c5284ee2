/** The life of a pod that is a container, as the API tells it: its times are known only when the engine has done its part. */
import type { Clock } from '../../base/clock.ts';
import type { PodPlan } from '../cast/index.ts';
import { createDiary } from '../pod/diary.ts';
import { endRun, type Life, type Run, statusDate } from '../pod/life.ts';
import type { PodSettings } from '../pod/settings.ts';

export type ContainerLife = {
  now(): Life;
  begin(gpuCount: number): Run;
  /** Another run of a pod that goes on. */
  beginAnew(): Run | null;
  /** `who` begins the status text. */
  end(who: string): void;
  terminate(): void;
  /** The pod is to run, and this is its run. */
  isCurrent(run: Run): boolean;
  /** Its container runs from now on. */
  noteStart(run: Run): void;
  /** It has none for the moment. */
  noteGone(run: Run): void;
};

const unknown = { containerAtMs: Number.POSITIVE_INFINITY, portsAtMs: Number.POSITIVE_INFINITY } as const;

/** The life, and the diary that is kept of it. */
export function createContainerCourse(options: {
  readonly plan: PodPlan;
  readonly clock: Clock;
  settings(): PodSettings;
}) {
  const { plan, clock, settings } = options;
  const createdAtMs = clock.wallMs();
  const diary = createDiary({ plan, life: unborn, createdAtMs, bornMs: createdAtMs });
  const life = createContainerLife(clock, (now) =>
    diary.note(now, { atMs: clock.wallMs(), settings: settings() }),
  );
  return { createdAtMs, diary, life };
}

/** Before its first run. */
const unborn: Life = { desiredStatus: 'EXITED', terminated: false, statusChange: '', run: null };

/** `note` is told of each change. */
function createContainerLife(clock: Clock, note: (life: Life) => void): ContainerLife {
  let life = unborn;

  function become(next: Life): void {
    life = next;
    note(life);
  }

  function begin(gpuCount: number, statusChange: string): Run {
    const number = (life.run?.number ?? 0) + 1;
    const run = { number, gpuCount, askedAtMs: clock.wallMs(), ...unknown, stoppedAtMs: null };
    become({ ...life, desiredStatus: 'RUNNING', statusChange, run });
    return run;
  }

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs())}`;
  }

  function end(who: string): void {
    become(endRun(life, clock.wallMs(), dated(who)));
  }

  return {
    now: () => life,
    begin: (gpuCount) => begin(gpuCount, dated('Rented by User')),
    beginAnew: () => (life.run === null ? null : begin(life.run.gpuCount, life.statusChange)),
    end,
    terminate() {
      end('Terminated by user');
      become({ ...life, terminated: true });
    },
    isCurrent: ({ number }) => life.desiredStatus === 'RUNNING' && life.run?.number === number,
    noteStart(run) {
      const nowMs = clock.wallMs();
      become({ ...life, run: { ...run, containerAtMs: nowMs, portsAtMs: nowMs } });
    },
    noteGone(run) {
      become({ ...life, run: { ...run, ...unknown } });
    },
  };
}
