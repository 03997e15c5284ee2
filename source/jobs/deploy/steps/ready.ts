/** Waits until the pod is there with all that was asked for, and says at each moment what is known of it. */
import { climb } from '../ladder/climb.ts';
import { expectedOf } from '../proof/expected.ts';
import { openWayIn } from '../proof/way-in.ts';
import type { Step } from '../step.ts';

export const readyStep: Step<'ready'> = {
  id: 'ready',
  title: 'wait for the pod',
  // A pod may change by itself at any time.
  inputs: () => null,
  plan({ project }) {
    const { ready, health } = project;
    const text = `wait at most ${waitText(ready.timeoutMs)} for machine, container, ports, SSH, GPUs, ${health.path} at port ${health.port}, and the version`;
    return Promise.resolve({ text });
  },
  async *run(context) {
    const wayIn = openWayIn(context.doors, context.signal);
    try {
      return yield* climb({ context, expected: expectedOf(context), wayIn });
    } finally {
      await wayIn.close();
    }
  },
};

/** "20 min", "45 s". */
function waitText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
