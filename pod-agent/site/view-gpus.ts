/** The pod's cards: how many of the expected answer, and what each does. Pure. */
import type { HealthStatus } from '../protocol/health-report.ts';
import type { GpuCardStatus } from '../protocol/readings.ts';
import type { ServedCard, ServedHealth } from '../protocol/served-health.ts';
import { figure, notKnown, partOfBytes, percent } from './words.ts';

export type GpusView = {
  /** null: nothing to say about it, good or bad. */
  readonly status: HealthStatus | null;
  readonly summary: string;
  readonly cards: readonly CardView[];
};

export type CardView = {
  readonly title: string;
  readonly name: string;
  /** What the driver says is wrong with the card; its figures are not shown then. null: nothing. */
  readonly trouble: string | null;
  readonly meters: readonly Meter[];
  readonly figures: readonly { readonly name: string; readonly value: string }[];
};

export type Meter = {
  readonly name: string;
  readonly text: string;
  /** 0 to 100; null is not known, which looks unlike 0. */
  readonly percent: number | null;
};

export function gpusOf({ count, expected, cards }: ServedHealth['gpu']): GpusView {
  return { ...countOf(count, expected), cards: cards.map(cardOf) };
}

function countOf(count: number | null, expected: number | null): Omit<GpusView, 'cards'> {
  if (expected === 0 && (count === null || count === 0))
    return { status: null, summary: 'started without a GPU' };
  if (count === null) {
    const summary =
      expected === null ? `how many is ${notKnown}` : `${expected} expected, how many answer is ${notKnown}`;
    return { status: 'unknown', summary };
  }
  if (expected !== null)
    return { status: count < expected ? 'fail' : null, summary: `${count} of ${expected} answer` };
  return { status: null, summary: count === 0 ? 'none found, none expected' : `${count} found` };
}

const troubles: Readonly<Record<GpuCardStatus, string | null>> = {
  ok: null,
  lost: 'lost',
  'requires-reset': 'needs a reset',
  error: 'error',
};

function cardOf(card: ServedCard): CardView {
  const { memoryUsedBytes: used, memoryTotalBytes: total } = card;
  const usedPercent =
    used === null || total === null || total === 0 ? null : Math.min(100, (100 * used) / total);
  const trouble = troubles[card.status];
  return {
    title: `GPU ${card.index}`,
    name: card.name ?? `name ${notKnown}`,
    trouble,
    meters: [
      { name: 'Busy', text: percent(card.utilizationPercent), percent: card.utilizationPercent },
      { name: 'Memory', text: partOfBytes(used, total), percent: usedPercent },
    ],
    figures: [
      { name: 'Temperature', value: figure(card.temperatureCelsius, '°C') },
      { name: 'Power', value: figure(card.powerWatts, 'W') },
    ],
  };
}
