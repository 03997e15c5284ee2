/** The page of costs, the header's money, and an idle pod that is about to be stopped: as the operator sees them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { IdleStop, PodSeen } from '../../../source/fleet/money.ts';
import { reduceFleet } from '../../../source/fleet/reduce.ts';
import { billedSums } from '../../../source/money/billed-sums.ts';
import { dayStartMs, monthStartMs } from '../../../source/money/days.ts';
import { textWidth } from '../../../source/terminal/text-width.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';
import { openStage, type Stage } from './screen-on-terminal.ts';

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

const hour = 3_600_000;
const now = fixtureNowMs;
const podIds = [...fixtureFleet().pods.values()].map(({ pod }) => [pod.name, pod.id] as const);
const spare = podIds.find(([name]) => name === 'h100-spare')?.[1] ?? '';

function record(podId: string, fromMs: number, dollars: number) {
  return { fromMs, untilMs: fromMs + hour, what: 'pod' as const, id: podId, dollars, diskDollars: null };
}

const midnight = dayStartMs(now);
const billedToday = podIds.slice(0, 10).map(([, id], at) => record(id, midnight, 10 * (at + 1)));
const idleSum = {
  ...{ fromMs: now - hour, untilMs: now, seenMs: hour, spentDollars: 21.52 },
  ...{ wastedDollars: 16.14, idleMs: 0.75 * hour, untoldMs: 0 },
};
const seen = new Map<string, PodSeen>([
  [
    spare,
    {
      name: 'h100-spare',
      activity: { kind: 'idle', sinceMs: now - 0.75 * hour, dollars: 16.14 },
      today: idleSum,
      month: idleSum,
      stoppedSinceMs: null,
    },
  ],
]);

function fleetWith(idleStop: IdleStop | null): Fleet {
  const events: FleetEvent[] = [
    {
      kind: 'billed',
      atMs: now,
      of: 'today',
      sums: billedSums(billedToday, { fromMs: midnight, readAtMs: now - 20_000 }),
    },
    {
      kind: 'billed',
      atMs: now,
      of: 'month',
      sums: billedSums(billedToday, { fromMs: monthStartMs(now), readAtMs: now - 20_000 }),
    },
    {
      kind: 'account',
      atMs: now - 30_000,
      account: {
        ...{ id: 'u', email: null, balanceDollars: 4000 },
        ...{ spendPerHourDollars: 200, spendLimitPerHourDollars: null },
      },
    },
    {
      kind: 'money-seen',
      atMs: now,
      seen,
      idleStops: new Map(idleStop === null ? [] : [[spare, idleStop]]),
    },
    {
      kind: 'budget',
      atMs: now,
      budget: { perDayDollars: 600, perMonthDollars: 500, perHourDollars: null, runwayHours: 10 },
    },
  ];
  return reduceFleet(fixtureFleet(), events);
}

async function open(options: {
  readonly idleStop?: IdleStop;
  readonly size?: readonly [number, number];
  readonly keys?: readonly string[];
}): Promise<{ readonly rows: readonly string[]; readonly text: string; readonly asked: readonly string[] }> {
  const [columns, rowCount] = options.size ?? [120, 40];
  stage?.close();
  stage = await openStage({
    fleet: fleetWith(options.idleStop ?? null),
    size: { columns, rows: rowCount },
    look: { colours: 'none', glyphs: 'unicode' },
  });
  await stage.press(...(options.keys ?? []));
  const rows = await stage.rows();
  return { rows, text: rows.join('\n'), asked: stage.asked };
}

describe.each([
  [80, 24],
  [120, 40],
  [200, 60],
] as const)('the page of costs at %ix%i', (columns, count) => {
  it('fills the screen, with totals, budgets as bars, and the dearest pod first', async () => {
    const { rows, text } = await open({ size: [columns, count], keys: ['6'] });
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(textWidth(row), row).toBeLessThanOrEqual(columns);
    // 10 + 20 + … + 100.
    expect(text).toContain('today $550.00');
    expect(text).toMatch(/wasted today ~\$16\.14/);
    expect(text).toMatch(/balance \$4000\.00 +30s old|balance \$4000\.00 30s old/);
    expect(text).toContain('lasts 20h');
    expect(text).toMatch(/budget a day .*92% ▲ \$550\.00 of \$600\.00/);
    expect(text).toMatch(/budget a month .*110% ✖ \$550\.00 of \$500\.00/);
    expect(text).toMatch(/runway .*200% ● 20\.0 h of 10 h wanted/);
    const first = rows.findIndex((row) => row.includes('POD '));
    expect(rows[first + 1]).toMatch(/21\.52/);
  });
});

describe('an idle pod about to be stopped', () => {
  const idleStop: IdleStop = { kind: 'counting', idleSinceMs: now - 300_000, stopsAtMs: now + 90_000 };

  it('has a row of its own at 80x24, and the header keeps profile, price and clock', async () => {
    const { rows } = await open({ idleStop, size: [80, 24] });
    expect(rows[0]).toMatch(/FLEET .*14 pods.*\/h.*Z/);
    expect(rows[1]).toMatch(/▲ .* is stopped in 01:30 .*x keeps it/);
  });

  it('is named beside the count of failures where there is one row', async () => {
    const { rows } = await open({ idleStop, size: [46, 12] });
    expect(rows[0]).toMatch(/▲ .* 01:30 x keeps +14 pods ✖/);
  });
});

describe('the page of costs', () => {
  it('says of the selected pod how each figure is known', async () => {
    const { text } = await open({ keys: ['6', '/', ...'h100-spare', 'enter'] });
    expect(text).toMatch(/h100-spare .*running +21\.52 .* 45m +~16\.14/);
    expect(text).toContain('idle for 45m as this console has seen: $16.14');
    expect(text).toMatch(/an hour +\$21\.52 +by the list's prices/);
    expect(text).toMatch(/wasted today +\$16\.14 +estimated, since 13:32Z/);
    expect(text).toMatch(/today +\$40\.00 +billed by RunPod until 01:00Z/);
  });

  it('shows a dash for what is not known, and says why', async () => {
    const { text } = await open({ keys: ['6', 'G'] });
    expect(text).toMatch(/today +not known: nothing was billed for it until/);
  });

  it('is put in order as the list of pods is, what is not known last whichever way round', async () => {
    const first = await open({ keys: ['6', 'o'] });
    expect(first.rows.at(-1)).toMatch(/sort by n name {2}s state {2}c cost {2}d today {2}m month/);
    for (const [keys, title, top] of [
      [['d'], /TODAY↓/, / 100\.00 /],
      [['o', 'D'], /TODAY↑/, / 10\.00 /],
      [['o', 'n'], /POD↑/, /a100-notebook-3/],
      [['I'], /POD↓/, /rocm-port/],
      [['>'], /STATE↑/, /initialis/],
      [['<', '<'], /POD {2}/, /21\.52/],
    ] as const) {
      await stage?.press(...keys);
      const rows = (await stage?.rows()) ?? [];
      const head = rows.findIndex((row) => row.includes('POD') && row.includes('TODAY'));
      expect(rows[head]).toMatch(title);
      expect(rows[head + 1]).toMatch(top);
    }
  });

  it('is named among the views', async () => {
    expect((await open({})).text).toContain(' 6 Cost ');
    expect((await open({ keys: ['6'] })).text).toContain('[6 Cost]');
  });
});

it('the header has what was spent today', async () => {
  const { rows } = await open({});
  expect(rows[0]).toMatch(/\$[\d.]+\/h │ \$550 today/);
});

it('the detail has what the pod costs', async () => {
  const { text } = await open({ keys: ['g', 'j', 'j', 'j', 'enter'] });
  expect(text).toMatch(/cost {2}/);
});

describe('an idle pod that is about to be stopped', () => {
  const counting: IdleStop = { kind: 'counting', stopsAtMs: now + 272_000, idleSinceMs: now - 45 * 60_000 };

  it('counts down at the top and in its row', async () => {
    const { rows, text } = await open({ idleStop: counting });
    expect(rows[1]).toContain('▲ h100-spare is stopped in 04:32 (idle for 45m)  x keeps it');
    expect(text).toMatch(/h100-spare .*stop 04:32/);
  });

  it('counts down in its own detail and on the page of costs', async () => {
    const { text } = await open({ idleStop: counting, size: [200, 60], keys: ['6'] });
    expect(text).toContain('x keeps it');
  });

  it.each([
    ['from the list', []],
    ['from the page of costs', ['6']],
    ['from the health stream', ['2']],
  ])('is kept by x %s', async (_where, keys) => {
    const { asked, text } = await open({ idleStop: counting, keys: [...keys, 'x'] });
    expect(asked).toContain(`keep ${spare}`);
    expect(text).toContain('h100-spare stays, while it is idle now');
  });

  it('asks where its rule asks', async () => {
    const asking: IdleStop = { kind: 'asking', sinceMs: now, idleSinceMs: now - 45 * 60_000 };
    const { rows } = await open({ idleStop: asking });
    expect(rows[1]).toContain('stop h100-spare? idle for 45m  S in its row stops it  x keeps it');
  });

  it('is told at 80x24 as well, with no header too', async () => {
    const { text } = await open({ idleStop: counting, size: [80, 24], keys: ['ctrl+e', 'ctrl+e'] });
    expect(text).toMatch(/h100-spare .*stop 04:32/);
  });

  it('leaves x without effect where nothing waits', async () => {
    const { asked } = await open({ keys: ['x'] });
    expect(asked).toEqual([]);
  });
});
