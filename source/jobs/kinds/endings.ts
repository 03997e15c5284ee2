/** Verdicts of runs that could not be done as they were meant. */
import type { Pod } from '../../fleet/pod.ts';
import type { RemoteJobEnd } from '../remote/remote-job.ts';
import type { Verdict } from './kind.ts';

/** As the command line has it, so that a script can tell a pod that is away from one that is ill. */
export const unreachableExitCode = 5;
export const refusedExitCode = 8;
const unknownExitCode = 3;

/** What is said of a pod that SSH has no address of. */
export function withoutAddress({ state }: Pod): string {
  switch (state.kind) {
    case 'stopped':
      return `The pod is stopped (by ${state.by}).`;
    case 'initialising':
      return 'The pod is starting: no container is there yet.';
    case 'terminated':
      return 'The pod is terminated.';
    default:
      return 'The pod has no public SSH port: add 22/tcp to its ports.';
  }
}

export function inconclusive(text: string): Verdict {
  return { kind: 'verdict', verdict: 'inconclusive', text, exitCode: unknownExitCode };
}

export function unreachable(text: string): Verdict {
  return { kind: 'verdict', verdict: 'inconclusive', text, exitCode: unreachableExitCode };
}

/** null where the end is a verdict already told, or nobody's to tell. */
export function endingOf(end: RemoteJobEnd): Verdict | null {
  switch (end.kind) {
    case 'verdict':
    case 'left':
      return null;
    case 'gone':
      return inconclusive(`Nobody can tell how it ended: ${end.reason}.`);
    case 'no-agent':
      return inconclusive(
        'This needs Node 18 or later in the pod, and none was found. Install Node there; the diagnosis works without.',
      );
    case 'unreachable':
      return unreachable(`${end.failure.message} ${end.failure.hint}`.trim());
    case 'refused':
      return inconclusive(`The pod did not take the job: ${end.reason}`);
  }
}
