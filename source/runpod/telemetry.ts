/** What both wires share in reading RunPod's own figures of a pod. */
import type { PodTelemetry } from '../fleet/pod-telemetry.ts';

type Figure = number | null | undefined;

/** `runtime` as either wire has it, in one form; percentages of 0 to 100. */
export type RuntimeUse = {
  readonly cards: readonly ({ readonly util: Figure; readonly memoryUtil: Figure } | null)[];
  readonly cpu: Figure;
  readonly memory: Figure;
  readonly toldAtMs: number;
};

/** null where it tells no figure at all. No time goes with it. */
export function telemetryOfRuntime({ cards, cpu, memory, toldAtMs }: RuntimeUse): PodTelemetry | null {
  return withFigures({
    source: 'runpod-runtime',
    measuredAtMs: null,
    toldAtMs,
    gpuPercent: mean(cards.map((card) => percentOf(card?.util))),
    gpuMemoryPercent: mean(cards.map((card) => percentOf(card?.memoryUtil))),
    temperatureCelsius: null,
    cardPowerWatts: null,
    cpuPercent: percentOf(cpu),
    memoryPercent: percentOf(memory),
    containerState: null,
  });
}

/** null where no figure is in it and no word about the container. */
export function withFigures(telemetry: PodTelemetry): PodTelemetry | null {
  const { source, measuredAtMs, toldAtMs, ...told } = telemetry;
  return Object.values(told).every((value) => value === null) ? null : telemetry;
}

/** A share that is none is unknown. */
export function percentOf(value: Figure): number | null {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : null;
}

/** Of the cards that are told; a card that is missing is not taken for an idle one. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
