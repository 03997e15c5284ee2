/** What stands in the body before there is a pod to show: what is going on, and what to do. */
import type { Span } from '../draw/paint.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';

export type Welcome = {
  /** Something is being waited for. */
  readonly busy: boolean;
  readonly lines: readonly (readonly Span[])[];
};

export function welcomeOf({ fleet, view }: Frame): Welcome {
  const { cloud, profile } = fleet;
  switch (cloud.kind) {
    case 'waiting':
      return {
        busy: true,
        lines: [
          [[`asking RunPod for the pods of ${profile}`, 'title']],
          [['the list comes with the first answer', 'dim']],
        ],
      };
    case 'failing':
      return {
        busy: true,
        lines: [
          [
            ['✖ ', 'crit'],
            ['the RunPod API does not answer as it should', 'title'],
          ],
          [[cloud.reason, 'crit']],
          [[cloud.hint, 'text']],
          [],
          [
            ['asking again by itself; ', 'dim'],
            [keyOf('app.refresh', view), 'key'],
            [' asks now', 'dim'],
          ],
        ],
      };
    case 'live':
      return {
        busy: false,
        lines: [
          [[`${profile} has no pods`, 'title']],
          [['one that is rented shows here within seconds', 'dim']],
          [
            [keyOf('app.refresh', view), 'key'],
            [' asks the API now', 'dim'],
          ],
        ],
      };
    case 'absent':
      return {
        busy: false,
        lines: [
          [['no host is being watched', 'title']],
          [['name one with --ssh user@host:port, or give a RunPod API key', 'dim']],
        ],
      };
  }
}
