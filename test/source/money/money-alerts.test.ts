/** Lines of the health stream about money: once, and not again for a cent. */
import { describe, expect, it } from 'vitest';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { type BudgetStanding, levelOf } from '../../../source/money/budgets.ts';
import { type MoneyReport, moneyReport } from '../../../source/money/figures.ts';
import { type MoneyAlertState, noMoneyAlerts, stepMoneyAlerts } from '../../../source/money/money-alerts.ts';
import type { PodMoney } from '../../../source/money/pod-money.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 25, 12);
const empty = moneyReport(emptyFleet('test', { kind: 'waiting' }), start);

function standing(share: number | null): BudgetStanding {
  return {
    id: 'day',
    limit: 100,
    used: share,
    share,
    level: levelOf(share),
    isEstimate: false,
    text: `${share}`,
  };
}

function walk(shares: readonly (number | null)[]) {
  let state: MoneyAlertState = noMoneyAlerts;
  return shares.map((share) => {
    const stepped = stepMoneyAlerts(state, {
      ...{ report: empty, standings: [standing(share)], stoppedAfterDays: 7, nowMs: start },
    });
    state = stepped.state;
    return stepped.lines.map(({ level }) => level).join();
  });
}

describe('budgets', () => {
  it('are told once at 80 and at 100 %', () => {
    expect(walk([0.5, 0.79, 0.8, 0.85, 0.99, 1, 1.3])).toEqual(['', '', 'warn', '', '', 'fail', '']);
  });

  it('are not told again for a little less and a little more', () => {
    expect(walk([0.8, 0.78, 0.81, 0.76, 0.8])).toEqual(['warn', '', '', '', '']);
    expect(walk([1, 0.97, 1, 0.96, 1.1])).toEqual(['fail', '', '', '', '']);
  });

  it('tell when they are kept again, as on a new day', () => {
    expect(walk([1, 0.01])).toEqual(['fail', 'ok']);
    expect(walk([1, 0.94, 0.7])).toEqual(['fail', 'warn', 'ok']);
  });

  it('change nothing while nobody knows', () => {
    expect(walk([0.9, null, 0.9, null])).toEqual(['warn', '', '', '']);
    expect(walk([null, null])).toEqual(['', '']);
  });
});

describe('stopped pods that bill', () => {
  function stoppedSince(days: number, atMs: number): MoneyReport {
    const pod: PodMoney = {
      ...{ id: 'p1', name: 'old-1', entry: null },
      perHour: { dollars: 0.02, source: 'list', fromMs: atMs, untilMs: atMs, without: null },
      storagePerHour: { dollars: null, because: '' },
      today: { dollars: null, because: '' },
      month: { dollars: null, because: '' },
      activity: { kind: 'off' },
      wastedToday: { dollars: null, because: '' },
      stoppedSince: { atMs: atMs - days * day, isExact: true },
    };
    return { ...empty, pods: [pod] };
  }

  it('are told once a day, from the seventh day on', () => {
    let state: MoneyAlertState = noMoneyAlerts;
    const lines = [6, 6.9, 7.1, 7.2, 8.1].map((days) => {
      const nowMs = start + days * day;
      const stepped = stepMoneyAlerts(state, {
        ...{ report: stoppedSince(days, nowMs), standings: [], stoppedAfterDays: 7, nowMs },
      });
      state = stepped.state;
      return stepped.lines.map(({ text }) => text).join();
    });
    expect(lines).toEqual([
      '',
      '',
      'Stopped for 7 days, and its disks still bill about $14.60 a month.',
      '',
      'Stopped for 8 days, and its disks still bill about $14.60 a month.',
    ]);
  });
});
