/** What becomes of a run that will not go well: RunPod gives up on its image, or its container ends again and again. */
import type { Clock } from '../../base/clock.ts';
import type { Run, Timings } from './life.ts';
import type { PullFault } from './pulls.ts';

export type Fate = {
  /** Takes the place of the run before. */
  follow(run: Run, fault: PullFault): void;
  leave(): void;
};

export function createFate(options: {
  readonly clock: Clock;
  readonly timings: Timings;
  onPullFailure(): void;
  onCrash(run: Run): void;
}): Fate {
  const { clock, timings } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    follow(run, fault) {
      clearTimeout(timer);
      if (fault === 'pull-fails') timer = setTimeout(options.onPullFailure, timings.pullFailureMs);
      if (fault === 'crash-loop') {
        const crashesAtMs = run.containerAtMs + timings.crashAfterMs;
        timer = setTimeout(() => options.onCrash(run), Math.max(0, crashesAtMs - clock.wallMs()));
      }
    },
    leave: () => clearTimeout(timer),
  };
}
