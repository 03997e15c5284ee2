/** The GPUs as `/health.json` shows them. Pure. */
import {
  type GpuCardReading,
  type GpuFailure,
  type GpuReading,
  oldestGpuFiguresMs,
} from '../../protocol/readings.ts';
import type { ServedCard, ServedHealth } from '../../protocol/served-health.ts';

const maxCards = 64;

/** @param isFresh False where the reading is too old to be believed: then only what never changes is given. */
export function servedGpu(reading: GpuReading | undefined, isFresh: boolean): ServedHealth['gpu'] {
  const expected = reading?.expectedCount ?? null;
  if (reading === undefined || !isFresh || (reading.ageMs ?? 0) > oldestGpuFiguresMs) {
    return { count: null, expected, cards: [] };
  }
  return { count: countOf(reading), expected, cards: reading.cards.slice(0, maxCards).map(servedCard) };
}

/** A tool that may not be run, or hangs, says nothing of the cards; one that finds none has counted them. */
function countOf({ cards, failure }: GpuReading): number | null {
  if (cards.length === 0 && failure !== null && saysNothing.includes(failure.code)) return null;
  return cards.filter(({ status }) => status !== 'lost').length;
}

const saysNothing: readonly GpuFailure['code'][] = ['timeout', 'permission', 'unknown'];

function servedCard(card: GpuCardReading): ServedCard {
  return {
    index: card.index,
    name: card.name,
    status: card.status,
    utilizationPercent: card.utilizationPercent,
    memoryUsedBytes: card.memoryUsedBytes,
    memoryTotalBytes: card.memoryTotalBytes,
    temperatureCelsius: card.temperatureCelsius,
    powerWatts: card.powerWatts,
  };
}
