import { expect, test } from 'vitest';
import { podRow } from '../../../source/fleet/questions.ts';
import { spansWidth } from '../../../source/ui/draw/paint.ts';
import { listPlan } from '../../../source/ui/panes/list/list-plan.ts';
import { rowSpans } from '../../../source/ui/panes/list/list-row.ts';
import { makeCard, makeEntry, makePod, makeSample, nowMs } from '../fleet/make.ts';

const looks = { selected: false, focused: true, nowMs };
const amounts = [0, 5, 99.95, 999.4, 999.6, 29.6e3, 99.94e6, 123e6, 999.6e6, 29.6e9, 100e9, 5e17];

test.each(amounts)('the columns of a row stand still whatever its figures are: %d', (amount) => {
  const frame = makeSample(
    {
      network: {
        scope: 'container',
        interfaces: [],
        receivedBytesPerSecond: amount,
        sentBytesPerSecond: amount,
      },
    },
    [makeCard({ powerWatts: amount, utilizationPercent: amount, temperatureCelsius: amount })],
  );
  const row = podRow(
    makeEntry({
      pod: makePod({ costPerHourDollars: amount, startedAtMs: nowMs - amount * 1000 }),
      sample: { frame, receivedAtMs: nowMs },
    }),
    nowMs,
  );
  for (let width = 60; width <= 200; width++) {
    for (const wide of [true, false]) {
      const plan = listPlan({ width, wide });
      if (wide && width >= 110) expect(plan.healthWidth).toBeGreaterThanOrEqual(10);
      const before = spansWidth(rowSpans(row, plan, looks).slice(0, -1));
      expect(before, `${width} ${wide}`).toBe(width - plan.healthWidth);
    }
  }
});
