/** RunPod's own figures of a pod that sends none: on lines of their own, with their age, never among the pod's. */
import { type PodRow, telemetryAgeText } from '../../../fleet/questions.ts';
import { percent, watts, whole } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';

/** Nothing where the pod speaks for itself, or RunPod has told nothing. */
export function toldLines({ told, gpuCount }: PodRow, width: number, nowMs: number): Span[][] {
  if (told === null) return [];
  const { gpuPercent, gpuMemoryPercent, temperatureCelsius, cardPowerWatts, cpuPercent, memoryPercent } =
    told;
  const isMean = gpuPercent !== null && (gpuCount ?? 0) > 1;
  const figures = [
    ['gpu', gpuPercent === null ? null : percent(gpuPercent)],
    ['vram', gpuMemoryPercent === null ? null : percent(gpuMemoryPercent)],
    ['temp', temperatureCelsius === null ? null : `${whole(temperatureCelsius)}°C`],
    ['power', cardPowerWatts === null ? null : `${watts(cardPowerWatts)}${isMean ? ' a card' : ''}`],
    ['cpu', cpuPercent === null ? null : percent(cpuPercent)],
    ['ram', memoryPercent === null ? null : percent(memoryPercent)],
  ] as const;
  const items = figures.flatMap(([name, value], rank): Item[] =>
    value === null
      ? []
      : [
          {
            spans: [
              [`${name} `, 'faint'],
              [value, 'dim'],
            ] as const,
            rank,
          },
        ],
  );
  const mean = isMean ? `; means of ${gpuCount} cards` : '';
  return [
    [' ', [`${telemetryAgeText(told, nowMs)}${mean}`, 'lost']],
    ...(items.length === 0 ? [] : [[' ', ...fitItems(items, width - 2, '  ')]]),
    ...containerLine(told.containerState),
  ];
}

/** A container that has ended under a pod that counts as running is why it does not answer. */
function containerLine(state: string | null): Span[][] {
  if (state === null || state.toLowerCase() === 'running') return [];
  return [[' ', [`RunPod calls its container "${state}"`, 'warn']]];
}
