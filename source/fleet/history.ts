/** Writes one sample into a pod's ten minutes of history. */
import type { SampleFrame } from '../../pod-agent/protocol/frames.ts';
import { figuresOf } from './figures.ts';
import type { PodHistory } from './fleet.ts';
import { emptySeries, recordValue, type Series } from './series.ts';

/** More cards than any pod has; a hostile pod must not make the console remember thousands. */
const maxCards = 16;

export function recordSample(history: PodHistory, frame: SampleFrame, atMs: number): PodHistory {
  const second = Math.floor(atMs / 1000);
  const figures = figuresOf(frame);
  return {
    gpuPercent: recordValue(history.gpuPercent, second, figures.gpuPercent),
    gpuMemoryPercent: recordValue(history.gpuMemoryPercent, second, figures.gpuMemoryPercent),
    cpuPercent: recordValue(history.cpuPercent, second, figures.cpuPercent),
    memoryPercent: recordValue(history.memoryPercent, second, figures.memoryPercent),
    diskPercent: recordValue(history.diskPercent, second, figures.diskPercent),
    powerWatts: recordValue(history.powerWatts, second, figures.powerWatts),
    receivedBytesPerSecond: recordValue(
      history.receivedBytesPerSecond,
      second,
      figures.receivedBytesPerSecond,
    ),
    sentBytesPerSecond: recordValue(history.sentBytesPerSecond, second, figures.sentBytesPerSecond),
    cardPercent: recordCards(history.cardPercent, frame, second),
  };
}

function recordCards(cards: readonly Series[], frame: SampleFrame, second: number): readonly Series[] {
  const readings = frame.gpu?.cards ?? [];
  if (readings.length === 0) return cards;
  const result = [...cards];
  for (const card of readings) {
    if (card.index < 0 || card.index >= maxCards) continue;
    while (result.length <= card.index) result.push(emptySeries());
    const series = result[card.index];
    if (series !== undefined) result[card.index] = recordValue(series, second, card.utilizationPercent);
  }
  return result;
}
