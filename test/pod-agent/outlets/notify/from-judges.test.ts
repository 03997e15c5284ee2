/** The judges' own reports, one every half minute, and what is told of them: hot cards, drivers that fail, kills. */
import { describe, expect, it } from 'vitest';
import { createHealthState, judgeHealth } from '../../../../pod-agent/health/evaluate.ts';
import { defaultThresholds } from '../../../../pod-agent/health/thresholds.ts';
import { followReport, type Memory } from '../../../../pod-agent/outlets/notify/news.ts';
import type { GpuReading, Readings } from '../../../../pod-agent/protocol/readings.ts';
import { startMs } from './reports.ts';

const periodMs = 30_000;

function watch() {
  let state = createHealthState();
  let memory: Memory = new Map();
  let round = 0;
  return (readings: Partial<Readings>, rounds = 1): string[] => {
    const told: string[] = [];
    for (const lastRound = round + rounds; round < lastRound; round++) {
      const atMs = startMs + round * periodMs;
      const judged = judgeHealth({
        state,
        readings: { ...healthy, ...readings },
        app: {
          kind: 'answered',
          url: 'http://127.0.0.1/',
          httpStatus: 200,
          latencyMs: 5,
          reportedStatus: 'ok',
        },
        thresholds: defaultThresholds,
        atMs,
        sequence: round,
        periodMs,
      });
      state = judged.state;
      const rules = { repeatMs: 14_400_000, minSeverity: 'warn', tellsEveryChange: false } as const;
      const followed = followReport({ memory, report: judged.report, rules, nowMs: round * periodMs });
      memory = followed.memory;
      told.push(...followed.news.map(({ kind, alert }) => `${kind} ${alert.fingerprint} ${alert.severity}`));
    }
    return told;
  };
}

const healthy: Readings = {
  cpu: { scope: 'container', usedPercent: 30, usedCores: 1.2, limitCores: 4, throttledPercent: 0 },
  memory: memory(0),
  gpu: gpu(60),
};

function memory(oomKillCount: number): NonNullable<Readings['memory']> {
  return { scope: 'container', usedBytes: 4e9, limitBytes: 16e9, cacheBytes: 1e9, oomKillCount };
}

function gpu(temperatureCelsius: number | null, change: Partial<GpuReading> = {}): GpuReading {
  const card = {
    index: 0,
    uuid: 'GPU-a',
    name: 'NVIDIA H100',
    status: temperatureCelsius === null ? ('lost' as const) : ('ok' as const),
    statusText: null,
    utilizationPercent: null,
    memoryUtilizationPercent: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    temperatureCelsius,
    memoryTemperatureCelsius: null,
    powerWatts: null,
    powerLimitWatts: null,
    smClockMegahertz: null,
    memoryClockMegahertz: null,
    fanPercent: null,
    performanceState: null,
    throttleReasons: [],
    eccUncorrectedCount: null,
    eccCorrectedCount: null,
    remappedRowsPending: null,
    remappedRowsFailed: null,
    retiredPagesPending: null,
    recoveryAction: null,
    persistenceMode: null,
    migEnabled: null,
    migInstances: [],
  };
  return {
    vendor: 'nvidia',
    driverVersion: '570.86',
    expectedCount: 1,
    cards: [card],
    failure: null,
    ageMs: 400,
    ...change,
  };
}

const hot = { gpu: gpu(88) };
const away = {
  gpu: gpu(null, { cards: [], failure: { code: 'timeout', message: 'nvidia-smi does not answer.' } }),
};

describe('what is told of the reports of the judges', () => {
  it('is one hot card, once, and its end', () => {
    const look = watch();
    expect(look({}, 4)).toEqual([]);
    expect(look(hot, 20)).toEqual(['raised gpu:GPU-a:temperature warn']);
    expect(look({ gpu: gpu(96) }, 4)).toEqual(['risen gpu:GPU-a:temperature fail']);
    expect(look(hot, 4)).toEqual([]);
    expect(look({}, 4)).toEqual(['resolved gpu:GPU-a:temperature fail']);
  });

  it('is not that a card has cooled down when the driver does not answer, nor at once when it does again', () => {
    const look = watch();
    expect(look(hot, 4)).toEqual(['raised gpu:GPU-a:temperature warn']);
    expect(look(away, 8)).toEqual(['raised gpu:timeout warn']);
    // It is as hot as before, and has to stay so for a minute to be an alert again.
    expect(look(hot, 20)).toEqual(['resolved gpu:timeout warn']);
    expect(look(away, 8)).toEqual(['raised gpu:timeout warn']);
    expect(look({}, 20)).toEqual(['resolved gpu:timeout warn', 'resolved gpu:GPU-a:temperature warn']);
  });

  it('is that a card has cooled down although another stays missing', () => {
    const look = watch();
    const one = (celsius: number) => ({ gpu: gpu(celsius, { expectedCount: 2 }) });
    expect(look(one(88), 8)).toEqual(['raised gpu:missing fail', 'raised gpu:GPU-a:temperature warn']);
    expect(look(one(60), 60)).toEqual(['resolved gpu:GPU-a:temperature warn']);
  });

  it('is that a hot card is lost, and nothing of the temperature it had', () => {
    const look = watch();
    look(hot, 4);
    expect(look({ gpu: gpu(null) }, 2000)).toEqual([
      'raised gpu:GPU-a:status fail',
      ...Array(4).fill('repeated gpu:GPU-a:status fail'),
    ]);
  });

  it('is each kill for lack of memory that comes after a quiet time', () => {
    const look = watch();
    look({});
    expect(look({ memory: memory(1) }, 30)).toEqual([
      'raised memory:oom-kill fail',
      'resolved memory:oom-kill fail',
    ]);
    expect(look({ memory: memory(2) }, 30)).toEqual([
      'raised memory:oom-kill fail',
      'resolved memory:oom-kill fail',
    ]);
  });
});
