/** What has been planted in a pod, for tests and demonstrations: read wherever it matters, changed by the admin route alone. */
import type { Disturbance } from '../machine/machine.ts';

export type PodFaults = {
  /** `stopped`: as if it were not installed. `frozen`: it runs and prints nothing. */
  agent: 'running' | 'stopped' | 'frozen';
  sshRefused: boolean;
  /** The machine has no GPU free for a start. */
  hostFull: boolean;
  volumeHangs: boolean;
  /** Until then the API reports no runtime, as when its own question to the host times out. */
  runtimeMissingUntilMs: number;
  disturbance: Disturbance | null;
};

export function createFaults(): PodFaults {
  return {
    agent: 'running',
    sshRefused: false,
    hostFull: false,
    volumeHangs: false,
    runtimeMissingUntilMs: 0,
    disturbance: null,
  };
}
