/** What REST v2 tells of a pod's load, in its `runtime`; it has no temperatures, no power and no time. */
import type { PodTelemetry } from '../../fleet/pod-telemetry.ts';
import { telemetryOfRuntime } from '../telemetry.ts';
import type { RuntimeWire } from './pod-wire.ts';

/** null where there is no figure in it. */
export function telemetryOf(runtime: RuntimeWire | null, toldAtMs: number): PodTelemetry | null {
  if (runtime === null) return null;
  return telemetryOfRuntime({
    cards: (runtime.gpus ?? []).map((card) =>
      card === null ? null : { util: card.util, memoryUtil: card.memoryUtil },
    ),
    cpu: runtime.cpu?.util,
    memory: runtime.memory?.util,
    toldAtMs,
  });
}
