/** One machine as a function of time: the state from which every text is written. */
import type { Clock } from '../../base/clock.ts';
import { type CardFigures, cardsAt } from './cards.ts';
import type { MachineFacts } from './facts.ts';
import { addTotals, ratesOf, type Totals } from './totals.ts';
import type { Workload } from './workload.ts';

export type MachineMoment = {
  readonly facts: MachineFacts;
  /** Whole seconds of the script. */
  readonly second: number;
  /** The same with its fraction. */
  readonly seconds: number;
  readonly wallMs: number;
  readonly work: Workload;
  readonly totals: Totals;
  /** When the main program last began. */
  readonly restart: Restart;
  readonly cards: readonly CardFigures[];
};

/** A second of the script (before 0 for what began earlier), and the container's CPU time by then. */
export type Restart = { readonly second: number; readonly cpuSeconds: number };

export type Machine = {
  readonly facts: MachineFacts;
  now(): MachineMoment;
  /** The load and the cards of this many seconds ago, at the earliest of second 0; the rest is as now. */
  ago(seconds: number): MachineMoment;
  /** What a fault adds to the script from now on; null takes it away. */
  disturb(disturbance: Disturbance | null): void;
};

/** A change of the workload that somebody asked for. */
export type Disturbance = (work: Workload) => Workload;

type CardsShown = { readonly second: number; readonly cards: readonly CardFigures[] };

/** Temperatures look this far back. */
const rememberedSeconds = 32;

/** `zeroMs` is second 0 of the script on the clock's monotonic scale. */
export function createMachine(options: {
  readonly facts: MachineFacts;
  readonly clock: Clock;
  readonly zeroMs: number;
}): Machine {
  const { facts, clock, zeroMs } = options;
  const { role, seed, hardware } = facts.plan;
  const remembered: { second: number; work: Workload }[] = [];
  let disturbance: Disturbance | null = null;
  let countedSecond = 0;
  let counted = addTotals(nothing, ratesOf(facts, workAt(0)), facts.uptimeAtZeroSeconds);
  let restarts = workAt(0).oomKills;
  let restart: Restart = { second: -facts.uptimeAtZeroSeconds, cpuSeconds: 0 };
  let shown = noCards;

  function workAt(second: number): Workload {
    const slot = ((second % rememberedSeconds) + rememberedSeconds) % rememberedSeconds;
    const known = remembered[slot];
    if (known?.second === second) return known.work;
    const scripted = role.workload({ second, seed, gpuCount: hardware.gpuCount });
    const work = disturbance === null ? scripted : disturbance(scripted);
    remembered[slot] = { second, work };
    return work;
  }

  /** Nobody watches most pods most of the time, so the seconds in between are counted when somebody looks. */
  function countTo(second: number): void {
    while (countedSecond < second) {
      noteRestart(workAt(countedSecond), countedSecond);
      counted = addTotals(counted, ratesOf(facts, workAt(countedSecond)), 1);
      countedSecond++;
    }
    noteRestart(workAt(second), second);
  }

  function noteRestart(work: Workload, second: number): void {
    if (work.oomKills === restarts) return;
    restarts = work.oomKills;
    restart = { second, cpuSeconds: counted.cpuSeconds };
  }

  function cardsOf(second: number): readonly CardFigures[] {
    if (shown.second !== second) shown = { second, cards: cardsAt(facts, second, workAt) };
    return shown.cards;
  }

  function now(): MachineMoment {
    const seconds = Math.max(0, (clock.monotonicMs() - zeroMs) / 1000);
    const second = Math.floor(seconds);
    countTo(second);
    const work = workAt(second);
    const totals = addTotals(counted, ratesOf(facts, work), seconds - second);
    const wallMs = clock.wallMs() + facts.plan.clockSkewMs;
    return { facts, second, seconds, wallMs, work, totals, restart, cards: cardsOf(second) };
  }

  return {
    facts,
    now,
    ago(seconds) {
      const moment = now();
      const second = Math.max(0, Math.floor(moment.seconds - seconds));
      return { ...moment, second, work: workAt(second), cards: cardsAt(facts, second, workAt) };
    },
    disturb(next) {
      disturbance = next;
      remembered.length = 0;
      shown = noCards;
    },
  };
}

const noCards: CardsShown = { second: Number.NEGATIVE_INFINITY, cards: [] };

const nothing: Totals = {
  cpuSeconds: 0,
  neighbourCpuSeconds: 0,
  periods: 0,
  throttledPeriods: 0,
  throttledSeconds: 0,
  readBytes: 0,
  writtenBytes: 0,
  receivedBytes: 0,
  sentBytes: 0,
  cpuStalledSeconds: 0,
  memoryStalledSeconds: 0,
  ioStalledSeconds: 0,
};
