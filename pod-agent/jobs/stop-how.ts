/** How a job is told to stop. */
import type { StopHow } from '../protocol/job-wire.ts';

export const stopHows: readonly StopHow[] = ['ask', 'term', 'kill'];

export const signalOf = { ask: 'SIGINT', term: 'SIGTERM' } as const;
