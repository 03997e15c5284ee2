/** What RunPod says of a pod's load, as one line: no command that only asks the API has figures of the pod's own. */
import { type PodTelemetry, telemetryAgeMs, telemetryAgeText } from '../fleet/pod-telemetry.ts';
import { durationText } from './duration-text.ts';

/** "gpu 93% vram 71%, 42s ago"; "—" where nothing was told. A pod without cards shows its CPUs. */
export function shortToldText(telemetry: PodTelemetry | null | undefined, nowMs: number): string {
  if (telemetry === null || telemetry === undefined) return '—';
  const { gpuPercent, gpuMemoryPercent, cpuPercent, memoryPercent } = telemetry;
  const onCards = figures({ gpu: gpuPercent, vram: gpuMemoryPercent });
  const text = onCards === '' ? figures({ cpu: cpuPercent, ram: memoryPercent }) : onCards;
  return text === '' ? '—' : `${text}, ${ageText(telemetry, nowMs)}`;
}

/** All that was told, and how old that is: "gpu 93% vram 71%, 66°C, 652 W a card; by RunPod, 42s ago". */
export function longToldText(telemetry: PodTelemetry | null | undefined, nowMs: number): string {
  if (telemetry === null || telemetry === undefined) return '—';
  const { gpuPercent, gpuMemoryPercent, cpuPercent, memoryPercent } = telemetry;
  const { temperatureCelsius, cardPowerWatts, containerState } = telemetry;
  const told = [
    figures({ gpu: gpuPercent, vram: gpuMemoryPercent, cpu: cpuPercent, ram: memoryPercent }),
    temperatureCelsius === null ? '' : `${Math.round(temperatureCelsius)}°C`,
    cardPowerWatts === null ? '' : `${Math.round(cardPowerWatts)} W a card`,
    containerState === null ? '' : `container "${containerState}"`,
  ];
  return `${told.filter((text) => text !== '').join(', ')}; ${telemetryAgeText(telemetry, nowMs)}`;
}

function figures(values: Readonly<Record<string, number | null>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${Math.round(value)}%`]))
    .join(' ');
}

function ageText(telemetry: PodTelemetry, nowMs: number): string {
  const ageMs = telemetryAgeMs(telemetry, nowMs);
  return ageMs === null ? 'time unknown' : `${durationText(ageMs)} ago`;
}
