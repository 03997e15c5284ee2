import { type GpuCardReading, type GpuReading, oldestGpuFiguresMs } from '../protocol/readings.ts';
import { cardFindings } from './gpu-card.ts';
import type { Judge, JudgeInput, Observation, Signal } from './judge.ts';
import type { Threshold } from './thresholds.ts';
import { duration, figure, warnsAt } from './wording.ts';

export const gpu: Judge = { id: 'gpu', observe };

function observe({ readings, thresholds }: JudgeInput): Observation {
  const reading = readings.gpu;
  if (reading === undefined) return { kind: 'unanswered', reason: 'No GPU reading.' };
  if (reading.expectedCount === 0 && reading.cards.length === 0) return withoutGpu();
  if (reading.failure !== null) return failed(reading);
  if (reading.cards.length === 0) return noCards(reading);
  if (reading.ageMs !== null && reading.ageMs > oldestGpuFiguresMs) {
    return { kind: 'unanswered', reason: `The driver last answered ${duration(reading.ageMs)} ago.` };
  }
  return cards(reading, thresholds.gpuCelsius);
}

/** RunPod starts a pod without its GPUs to let data be rescued. */
function withoutGpu(): Observation {
  const summary = 'Started without a GPU (RUNPOD_GPU_COUNT is 0).';
  return { kind: 'observed', known: true, value: 0, unit: 'count', summary, signals: [] };
}

function failed(reading: GpuReading): Observation {
  const { code, message } = reading.failure ?? { code: 'unknown', message: '' };
  if (code === 'permission' || code === 'unknown') return { kind: 'unanswered', reason: message };
  return {
    kind: 'observed',
    known: false,
    value: reading.cards.length,
    unit: 'count',
    summary: message,
    signals: [
      {
        kind: 'finding',
        fingerprint: `gpu:${code}`,
        // A driver that is busy for the length of a deadline is no proof that the cards are gone.
        severity: code === 'timeout' ? 'warn' : 'fail',
        summary: message,
        forMs: code === 'timeout' ? 60_000 : 0,
      },
    ],
  };
}

function noCards({ expectedCount }: GpuReading): Observation {
  if (expectedCount === null)
    return { kind: 'not-checked', reason: 'No GPU found, and nothing says that one is expected.' };
  const summary = `No GPU is visible, ${expectedCount} expected (RUNPOD_GPU_COUNT).`;
  return { kind: 'observed', known: true, value: 0, unit: 'count', summary, signals: [missing(summary)] };
}

function cards(reading: GpuReading, threshold: Threshold): Observation {
  const { cards: found, expectedCount } = reading;
  const hottest = found.reduce<number | null>((max, card) => greater(max, card.temperatureCelsius), null);
  const count = `${found.length} ${found.length === 1 ? 'GPU' : 'GPUs'}`;
  const lacking = expectedCount === null ? 0 : expectedCount - found.length;
  return {
    kind: 'observed',
    // A card that answers without telling its temperature (a vGPU) has still answered.
    known: true,
    value: hottest,
    unit: 'celsius',
    summary:
      hottest === null
        ? `${count}, temperature not reported`
        : `${count}, hottest ${figure(hottest, 'celsius')}, ${warnsAt(threshold, 'celsius')}`,
    signals: [
      ...(lacking > 0 ? [missing(`${count} visible, ${expectedCount} expected (RUNPOD_GPU_COUNT).`)] : []),
      ...found.flatMap((card) => [temperature(card, threshold), ...cardFindings(card)]),
    ],
  };
}

function temperature(card: GpuCardReading, threshold: Threshold): Signal {
  return {
    kind: 'level',
    fingerprint: `gpu:${card.uuid ?? card.index}:temperature`,
    label: `temperature of GPU ${card.index}`,
    value: card.temperatureCelsius,
    unit: 'celsius',
    threshold,
  };
}

function missing(summary: string): Signal {
  return { kind: 'finding', fingerprint: 'gpu:missing', severity: 'fail', summary, forMs: 0 };
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
