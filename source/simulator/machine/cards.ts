/** The cards' figures: power follows load, temperature follows power with some inertia, clocks follow both. */
import { wander } from '../chance.ts';
import type { MachineFacts } from './facts.ts';
import type { GpuModel } from './gpu-models.ts';
import type { Workload } from './workload.ts';

export type CardFigures = {
  readonly index: number;
  readonly lost: boolean;
  readonly utilizationPercent: number;
  readonly memoryUtilizationPercent: number;
  readonly memoryUsedMebibytes: number;
  readonly celsius: number;
  readonly memoryCelsius: number;
  readonly watts: number;
  readonly smClockMegahertz: number;
  readonly memoryClockMegahertz: number;
  readonly fanPercent: number;
  readonly performanceState: string;
  /** Bits as in NVML's nvmlClocksEventReasons: 0x1 idle, 0x4 power cap, 0x8 hardware, 0x20 and 0x40 thermal. */
  readonly clockReasons: number;
};

/** How far back the temperature remembers, in seconds. */
const inertiaSeconds: readonly number[] = [0, 6, 12, 18];

/** `workAt` gives the workload of an earlier second as well. */
export function cardsAt(
  facts: MachineFacts,
  second: number,
  workAt: (second: number) => Workload,
): CardFigures[] {
  return facts.gpuUuids.map((_, index) => cardAt({ facts, second, index, workAt }));
}

type CardMoment = {
  readonly facts: MachineFacts;
  readonly second: number;
  readonly index: number;
  readonly workAt: (second: number) => Workload;
};

function cardAt({ facts, second, index, workAt }: CardMoment): CardFigures {
  const { model } = facts;
  const { gpu } = workAt(second);
  const share = gpu.share(index);
  const warmth =
    inertiaSeconds.reduce((sum, ago) => sum + effortOf(workAt(second - ago), index), 0) /
    inertiaSeconds.length;
  const jitter = wander(facts.plan.seed, 200 + index, { second, periodSeconds: 3 });
  const celsius =
    model.idleCelsius +
    (model.busyCelsius - model.idleCelsius + gpu.addedCelsius) * warmth +
    (index % 4) * 1.3 +
    jitter;
  const clockReasons = clockReasonsOf({ model, celsius, share, effort: effortOf(workAt(second), index) });
  const slowed = (clockReasons & 0x40) !== 0 ? 0.62 : (clockReasons & 0x20) !== 0 ? 0.83 : 1;
  const effort = effortOf(workAt(second), index) * slowed;
  return {
    index,
    lost: gpu.lostCard === index,
    utilizationPercent: Math.round(share * 100),
    memoryUtilizationPercent: Math.round(effort * 46),
    memoryUsedMebibytes: Math.round(gpu.memoryShare(index) * model.memoryMebibytes),
    celsius: Math.round(Math.min(celsius, model.slowdownCelsius + 5)),
    memoryCelsius: Math.round(celsius + 2 + 6 * warmth),
    watts: model.idleWatts + (model.powerLimitWatts * 0.985 - model.idleWatts) * effort + jitter * 2,
    smClockMegahertz: clockOf(model, share, slowed),
    memoryClockMegahertz: share > 0.005 || model.dataCentre ? model.memoryClockMegahertz : 405,
    fanPercent: Math.round(Math.min(100, 30 + Math.max(0, celsius - 45) * 1.6)),
    performanceState: share > 0.005 || model.dataCentre ? 'P0' : 'P8',
    clockReasons,
  };
}

/** Load as the power meter sees it. */
function effortOf(work: Workload, index: number): number {
  const share = work.gpu.share(index);
  return work.gpu.waiting ? share * 0.14 : share;
}

function clockReasonsOf(card: {
  readonly model: GpuModel;
  readonly celsius: number;
  readonly share: number;
  readonly effort: number;
}): number {
  if (card.share < 0.005) return 0x1;
  const overDegrees = card.celsius - card.model.slowdownCelsius;
  if (overDegrees >= 0) return 0x8 | 0x20 | 0x40;
  if (overDegrees >= -3) return 0x20;
  return card.effort > 0.985 ? 0x4 : 0;
}

function clockOf(model: GpuModel, share: number, slowed: number): number {
  if (share < 0.005) return model.idleClockMegahertz;
  return Math.round((model.smClockMegahertz * slowed) / 15) * 15;
}
