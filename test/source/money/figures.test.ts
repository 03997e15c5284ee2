/**
 * A day with a known answer. 25 November 2026, 12:30 UTC:
 *
 * - train-1 costs $4.00 an hour and ran from 00:00: billed 12 hours of $4.10 (its disks: $0.10), and half an hour: $2.05.
 *   12 × 4.10 + 2.05 = $51.25; of it disks 12 × 0.10 + 0.05 = $1.25.
 * - spare-1 costs $2.00 an hour and was stopped at 06:00: 6 × $2.00 and 6.5 hours of its disks at $0.02 = $12.13.
 * - the volume vol-1 costs $0.07 in each of the 12 hours and $0.03 in the growing one = $0.87.
 * - serverless, $1.00 at 03:00.
 *
 * The fleet's day: 51.25 + 12.13 + 0.87 + 1.00 = $65.25.
 * The month: the 24 days before at $100 for train-1 each, and today's $65.25 = $2465.25.
 * Balance $1000 at $4.12 an hour lasts for 242.7 h.
 */
import { describe, expect, it } from 'vitest';
import type { BillingRecord } from '../../../source/fleet/billing.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { billedSums } from '../../../source/money/billed-sums.ts';
import { budgetStandings } from '../../../source/money/budgets.ts';
import { moneyReport } from '../../../source/money/figures.ts';
import { sourceText } from '../../../source/money/wording.ts';
import { makePod } from '../fleet/make.ts';

const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.UTC(2026, 10, 25);
const now = midnight + 12.5 * hour;
const monthStart = Date.UTC(2026, 10, 1);

const pods = [
  makePod({ id: 'train1', name: 'train-1', costPerHourDollars: 4 }),
  makePod({
    id: 'spare1',
    name: 'spare-1',
    costPerHourDollars: 2,
    volumeGigabytes: 73,
    state: { kind: 'stopped', by: 'user' },
    lastStatusChange: 'Exited by user: Wed Nov 25 2026 06:00:00 GMT+0000 (Coordinated Universal Time)',
  }),
];

function record(fields: Partial<BillingRecord> & Pick<BillingRecord, 'fromMs' | 'dollars'>): BillingRecord {
  return { untilMs: fields.fromMs + hour, what: 'pod', id: 'train1', diskDollars: null, ...fields };
}

const hours: readonly BillingRecord[] = [
  ...Array.from({ length: 12 }, (_, at) =>
    record({ fromMs: midnight + at * hour, dollars: 4.1, diskDollars: 0.1 }),
  ),
  record({ fromMs: midnight + 12 * hour, dollars: 2.05, diskDollars: 0.05 }),
  ...Array.from({ length: 6 }, (_, at) => record({ fromMs: midnight + at * hour, id: 'spare1', dollars: 2 })),
  record({ fromMs: midnight + 6 * hour, untilMs: midnight + 13 * hour, id: 'spare1', dollars: 0.13 }),
  ...Array.from({ length: 12 }, (_, at) =>
    record({ fromMs: midnight + at * hour, what: 'network-volume', id: 'vol-1', dollars: 0.07 }),
  ),
  record({ fromMs: midnight + 12 * hour, what: 'network-volume', id: 'vol-1', dollars: 0.03 }),
  record({ fromMs: midnight + 3 * hour, what: 'other', id: null, dollars: 1 }),
  // The last hour of the day before, as an API that snaps generously may give it.
  record({ fromMs: midnight - hour, dollars: 4.1 }),
];

const days: readonly BillingRecord[] = [
  ...Array.from({ length: 24 }, (_, at) =>
    record({ fromMs: monthStart + at * day, untilMs: monthStart + (at + 1) * day, dollars: 100 }),
  ),
  record({ fromMs: midnight, untilMs: midnight + day, dollars: 51.25 }),
  record({ fromMs: midnight, untilMs: midnight + day, id: 'spare1', dollars: 12.13 }),
  record({ fromMs: midnight, untilMs: midnight + day, what: 'network-volume', id: 'vol-1', dollars: 0.87 }),
  record({ fromMs: midnight, untilMs: midnight + day, what: 'other', id: null, dollars: 1 }),
];

const listed: FleetEvent = { kind: 'pods-listed', provider: 'runpod', atMs: now - 4000, pods };
const account = {
  kind: 'account' as const,
  atMs: now - 30_000,
  account: {
    id: 'u1',
    email: null,
    balanceDollars: 1000,
    spendPerHourDollars: 4.12,
    spendLimitPerHourDollars: 80,
  },
};
const billed: readonly FleetEvent[] = [
  {
    kind: 'billed',
    atMs: now,
    of: 'today',
    sums: billedSums(hours, { fromMs: midnight, readAtMs: now - 60_000 }),
  },
  {
    kind: 'billed',
    atMs: now,
    of: 'month',
    sums: billedSums(days, { fromMs: monthStart, readAtMs: now - 60_000 }),
  },
];

function fleetOf(...events: readonly FleetEvent[]): Fleet {
  return reduceFleet(emptyFleet('test', { kind: 'waiting' }), events);
}

describe('a day with a known answer', () => {
  const report = moneyReport(fleetOf(listed, account, ...billed), now);
  const podOf = (id: string) => report.pods.find((pod) => pod.id === id);

  it('adds up by pod', () => {
    expect(podOf('train1')?.today.dollars).toBeCloseTo(51.25, 9);
    expect(podOf('spare1')?.today.dollars).toBeCloseTo(12.13, 9);
    expect(podOf('train1')?.month.dollars).toBeCloseTo(2451.25, 9);
  });

  it('adds up for the fleet, with volumes and the rest', () => {
    expect(report.today.dollars).toBeCloseTo(65.25, 9);
    expect(report.month.dollars).toBeCloseTo(2465.25, 9);
    expect(report.volumesToday.dollars).toBeCloseTo(0.87, 9);
    expect(report.otherToday.dollars).toBeCloseTo(1, 9);
  });

  it('says until when it is known: not beyond the moment of reading', () => {
    expect(report.today).toMatchObject({ source: 'billing', fromMs: midnight, untilMs: now - 60_000 });
    expect(sourceText(report.today, now)).toBe('billed by RunPod until 12:29Z');
  });

  it('has the price now by the list: a stopped pod pays for its disks', () => {
    // 73 GB at $0.20 a month of 730 hours.
    expect(podOf('spare1')?.perHour.dollars).toBeCloseTo(0.02, 9);
    expect(report.perHour.dollars).toBeCloseTo(4.02, 9);
    expect(report.stoppedPerHour.dollars).toBeCloseTo(0.02, 9);
    expect(podOf('spare1')?.stoppedSince).toEqual({ atMs: midnight + 6 * hour, isExact: true });
  });

  it('tells disks apart in the sums', () => {
    const sums = billedSums(hours, { fromMs: midnight, readAtMs: now });
    expect(sums.pods.get('train1')?.diskDollars).toBeCloseTo(1.25, 9);
    expect(sums.pods.get('spare1')?.diskDollars).toBeNull();
  });

  it('knows how long the balance lasts', () => {
    expect(report.runway).toMatchObject({ source: 'account', atMs: now - 30_000 });
    expect(report.runway.hours).toBeCloseTo(1000 / 4.12, 9);
  });

  it('is held against budgets', () => {
    const budget = { perDayDollars: 80, perMonthDollars: 2400, perHourDollars: 10, runwayHours: 200 };
    expect(budgetStandings(report, budget).map(({ id, level }) => [id, level])).toEqual([
      ['day', 'warn'],
      ['month', 'fail'],
      ['hour', 'ok'],
      ['runway', 'warn'],
    ]);
  });
});

describe('what is not known', () => {
  it('is not zero: nothing was read', () => {
    const report = moneyReport(emptyFleet('test', { kind: 'waiting' }), now);
    for (const figure of [report.perHour, report.today, report.month, report.wastedToday, report.balance])
      expect(figure).toMatchObject({ dollars: null, because: expect.any(String) });
    expect(report.runway.hours).toBeNull();
    const standings = budgetStandings(report, { ...noLimits, perDayDollars: 5, runwayHours: 5 });
    expect(standings.map(({ level, share }) => [level, share])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('says which wire would tell it', () => {
    const failed: FleetEvent = { kind: 'billing-failed', atMs: now, reason: 'no', isUnsupported: true };
    const report = moneyReport(fleetOf(listed, failed), now);
    expect(report.today).toEqual({
      dollars: null,
      because: "only RunPod's REST v2 tells what was billed",
    });
  });

  it('is estimated from what was seen, and says since when and what is missing', () => {
    const seenFrom = midnight + 12 * hour;
    const sum = {
      ...{ fromMs: seenFrom, untilMs: now, seenMs: 20 * 60_000, spentDollars: 1.3333 },
      ...{ wastedDollars: 0, idleMs: 0, untoldMs: 0 },
    };
    const seen = new Map([
      [
        'train1',
        {
          name: 'train-1',
          activity: { kind: 'busy', because: 'GPU 0 works at 90%' } as const,
          today: sum,
          month: sum,
          stoppedSinceMs: null,
        },
      ],
    ]);
    const report = moneyReport(
      fleetOf(listed, { kind: 'money-seen', atMs: now, seen, idleStops: new Map() }),
      now,
    );
    expect(report.today).toMatchObject({ dollars: 1.3333, source: 'seen' });
    const train = report.pods.find(({ id }) => id === 'train1');
    expect(train && sourceText(train.today, now)).toBe(
      'estimated, since 12:00Z, without 10 minutes of which nothing is known',
    );
  });

  it('is forgotten with its day: the sums of yesterday say nothing of today', () => {
    const report = moneyReport(fleetOf(listed, ...billed), now + day);
    expect(report.today.dollars).toBeNull();
    expect(report.month.dollars).not.toBeNull();
  });

  it('a pod without a record is not free', () => {
    const other = makePod({ id: 'new1', name: 'new-1' });
    const report = moneyReport(fleetOf({ ...listed, pods: [other] }, ...billed), now);
    expect(report.pods.find(({ id }) => id === 'new1')?.today).toEqual({
      dollars: null,
      because: 'nothing was billed for it until 12:29Z',
    });
    expect(report.pods.find(({ id }) => id === 'train1')).toMatchObject({
      entry: null,
      perHour: { dollars: null },
    });
  });

  it('an account that spends nothing has no end', () => {
    const still = { ...account, account: { ...account.account, spendPerHourDollars: 0 } };
    const report = moneyReport(fleetOf(listed, still), now);
    expect(report.runway).toEqual({ hours: null, because: 'nothing is being spent' });
    expect(budgetStandings(report, { ...noLimits, runwayHours: 48 })[0]?.level).toBe('ok');
  });
});

const noLimits = { perDayDollars: null, perMonthDollars: null, perHourDollars: null, runwayHours: null };
