/** Whether the follower in the pod still speaks: it beats when it has nothing to tell. */
import type { Clock } from '../../base/clock.ts';
import type { RemoteTimings } from './timings.ts';

export type Silence = {
  heard(): void;
  /** To be asked every `tickMs`. Why the link is to be made anew, or null. */
  look(isGreeted: boolean): string | null;
};

export function createSilence(options: {
  readonly timings: RemoteTimings;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}): Silence {
  const { timings, clock } = options;
  let heardAtMs = clock.monotonicMs();
  let lookedAtMs = heardAtMs;
  return {
    heard() {
      heardAtMs = clock.monotonicMs();
    },
    look(isGreeted) {
      const nowMs = clock.monotonicMs();
      const sinceLookMs = nowMs - lookedAtMs;
      lookedAtMs = nowMs;
      // The console slept or was busy: what came meanwhile is still unread, so this time is no silence.
      if (sinceLookMs > timings.tickMs + timings.ownStallMs) heardAtMs += sinceLookMs;
      const limitMs = isGreeted ? timings.silenceMs : timings.helloTimeoutMs;
      if (nowMs - heardAtMs <= limitMs) return null;
      const what = isGreeted ? 'Nothing was heard of the job' : 'The agent said nothing';
      return `${what} for ${limitMs / 1000} s.`;
    },
  };
}
