/** How the wires behind a cloud stand. The type itself lies with the fleet, which shows it. */
import type { WireStatus } from '../fleet/wire.ts';

export type { WireStatus };

export type WireCloud = {
  /** As far as the wires have been used. */
  wires(): readonly WireStatus[];
};
