/** What a tab has to fill, and what stands behind the pod's own figures. */
import type { Observation } from '../../../advice/observation.ts';
import type { Pod } from '../../../fleet/pod.ts';

export type TabRoom = {
  readonly width: number;
  readonly height: number;
  readonly nowMs: number;
  /** The pod's measured history, oldest first. */
  readonly observations: readonly Observation[];
  /** The rest of the fleet. */
  others(): readonly Pod[];
};
