import { expect, test } from 'vitest';
import { podRow } from '../../../source/fleet/questions.ts';
import { type Span, spansWidth } from '../../../source/ui/draw/paint.ts';
import { listPlan } from '../../../source/ui/panes/list/list-plan.ts';
import { rowSpans } from '../../../source/ui/panes/list/list-row.ts';
import { makeCard, makeEntry, makePod, makeSample, makeTelemetry, nowMs } from '../fleet/make.ts';

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

test.each([
  ['with a time', makeTelemetry({ gpuPercent: 100, gpuMemoryPercent: 100 }), 'by RunPod', '42s ago'],
  ['without one', makeTelemetry({ measuredAtMs: null }), 'by RunPod', 'no time'],
])('figures of RunPod %s are marked, stand still and have no bar', (_, telemetry, source, age) => {
  const entry = makeEntry({
    pod: makePod({ telemetry }),
    sample: null,
    link: { kind: 'none', reason: 'no public SSH port' },
  });
  const row = podRow(entry, nowMs);
  const textAt = (width: number, wide = false) => textOf(rowSpans(row, listPlan({ width, wide }), looks));
  for (let width = 60; width <= 200; width++) {
    for (const wide of [true, false]) {
      const plan = listPlan({ width, wide });
      expect(spansWidth(rowSpans(row, plan, looks).slice(0, -1)), `${width} ${wide}`).toBe(
        width - plan.healthWidth,
      );
    }
  }
  for (const words of [source, age, '~66', '~1300']) expect(textAt(160)).toContain(words);
  expect(textAt(160)).not.toContain('█');
  expect(textAt(80)).toContain('RunPod');
  expect(textAt(120, true)).toMatch(/~\d+%? +~\d+%? +~66 +~1300 +~12% +~40% +—/);
});

function textOf(spans: readonly Span[]): string {
  return spans.map((span) => (typeof span === 'string' ? span : span[0])).join('');
}
