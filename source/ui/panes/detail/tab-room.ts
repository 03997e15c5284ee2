/** What a tab has to fill, and what stands behind the pod's own figures. */
import type { Observation } from '../../../advice/observation.ts';
import type { Forward } from '../../../fleet/forwards.ts';
import type { IdleStop } from '../../../fleet/money.ts';
import type { Pod } from '../../../fleet/pod.ts';
import type { LifeSnapshot } from '../../../life/life-snapshot.ts';
import type { PodMoney } from '../../../money/pod-money.ts';
import type { KeyWishes } from '../../keys/rebind.ts';

export type TabRoom = {
  readonly width: number;
  readonly height: number;
  readonly nowMs: number;
  /** The pod's measured history, oldest first. */
  readonly observations: readonly Observation[];
  /** What the outside has answered of pods' lives. */
  readonly life: LifeSnapshot;
  /** Of this pod. */
  readonly forwards: readonly Forward[];
  /** What it costs; null for a host that nobody bills for. */
  readonly money: PodMoney | null;
  readonly idleStop: IdleStop | undefined;
  /** For the keys that lines name. */
  readonly keyWishes: KeyWishes;
  /** The rest of the fleet. */
  others(): readonly Pod[];
};
