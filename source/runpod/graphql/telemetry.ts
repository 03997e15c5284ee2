/** What GraphQL tells of a pod's load: `latestTelemetry`, which has a time, and else `runtime`. */
import { betterTelemetry, type PodTelemetry } from '../../fleet/pod-telemetry.ts';
import { percentOf, telemetryOfRuntime, withFigures } from '../telemetry.ts';
import type { PodContext } from './pod-context.ts';
import type { PodWire } from './pod-wire.ts';

/** Of a pod that runs. null where neither tells anything. */
export function telemetryOf(wire: PodWire, context: PodContext): PodTelemetry | null {
  const { runtime, runtimeReadAtMs } = context;
  const ofRuntime =
    runtime === null
      ? null
      : telemetryOfRuntime({
          cards: (runtime.gpus ?? []).map((card) =>
            card === null ? null : { util: card.gpuUtilPercent, memoryUtil: card.memoryUtilPercent },
          ),
          cpu: runtime.container?.cpuPercent,
          memory: runtime.container?.memoryPercent,
          toldAtMs: runtimeReadAtMs,
        });
  return betterTelemetry(latest(wire, context), ofRuntime);
}

function latest(wire: PodWire, { clean, nowMs }: PodContext): PodTelemetry | null {
  const told = wire.latestTelemetry;
  if (told === null || told === undefined || isOfEarlierContainer(wire)) return null;
  const cards = told.averageGpuMetrics;
  const state = clean(told.state ?? '', 40).trim();
  return withFigures({
    source: 'runpod-telemetry',
    measuredAtMs: timeOf(told.time, nowMs),
    toldAtMs: nowMs,
    gpuPercent: percentOf(cards?.percentUtilization),
    gpuMemoryPercent: percentOf(cards?.memoryUtilization),
    temperatureCelsius: within(cards?.temperatureCelcius, hottestCelsius),
    cardPowerWatts: within(cards?.powerWatts, mostWatts),
    cpuPercent: percentOf(told.cpuUtilization),
    memoryPercent: percentOf(told.memoryUtilization),
    containerState: state === '' ? null : state,
  });
}

/** Figures of a container that is gone are nobody's figures. Both times are of RunPod's clock. */
function isOfEarlierContainer({ latestTelemetry, lastStartedAt }: PodWire): boolean {
  return Date.parse(latestTelemetry?.time ?? '') < Date.parse(lastStartedAt ?? '');
}

/** A time that is still to come tells of clocks that differ by nobody knows how much. */
const clocksDifferByMs = 30_000;

function timeOf(time: string | null | undefined, nowMs: number): number | null {
  const measuredMs = Date.parse(time ?? '');
  if (Number.isNaN(measuredMs) || measuredMs > nowMs + clocksDifferByMs) return null;
  return Math.min(measuredMs, nowMs);
}

/** No card lives beyond these; a figure beyond them is of some other unit. */
const hottestCelsius = 150;
const mostWatts = 5_000;

function within(value: number | null | undefined, most: number): number | null {
  return typeof value === 'number' && value > 0 && value <= most ? value : null;
}
