/** The life of a pod that is a container, as the API tells it: its times are known only when the engine has done its part. */
import type { Clock } from '../../base/clock.ts';
import { endRun, type Life, type Run, statusDate } from '../pod/life.ts';

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

export function createContainerLife(clock: Clock): ContainerLife {
  let life: Life = { desiredStatus: 'EXITED', terminated: false, statusChange: '', run: null };

  function begin(gpuCount: number, statusChange: string): Run {
    const number = (life.run?.number ?? 0) + 1;
    const run = { number, gpuCount, askedAtMs: clock.wallMs(), ...unknown, stoppedAtMs: null };
    life = { ...life, desiredStatus: 'RUNNING', statusChange, run };
    return run;
  }

  function dated(text: string): string {
    return `${text}: ${statusDate(clock.wallMs())}`;
  }

  function end(who: string): void {
    life = endRun(life, clock.wallMs(), dated(who));
  }

  return {
    now: () => life,
    begin: (gpuCount) => begin(gpuCount, dated('Rented by User')),
    beginAnew: () => (life.run === null ? null : begin(life.run.gpuCount, life.statusChange)),
    end,
    terminate() {
      end('Terminated by user');
      life = { ...life, terminated: true };
    },
    isCurrent: ({ number }) => life.desiredStatus === 'RUNNING' && life.run?.number === number,
    noteStart(run) {
      const nowMs = clock.wallMs();
      life = { ...life, run: { ...run, containerAtMs: nowMs, portsAtMs: nowMs } };
    },
    noteGone(run) {
      life = { ...life, run: { ...run, ...unknown } };
    },
  };
}
