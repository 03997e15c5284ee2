/** The page of alerts, and the line of them at the top: what is quiet stays listed, and is counted. */
import { afterEach, describe, expect, it } from 'vitest';
import { openAlerts } from '../../../source/alerts/open-alerts.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { Quiet } from '../../../source/fleet/quiet.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { textWidth } from '../../../source/terminal/text-width.ts';
import { fixtureFleet, fixtureNowMs as now } from './fixture-fleet.ts';
import { openStage, type Stage } from './screen-on-terminal.ts';

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

const hour = 3_600_000;
const [first, second, third] = openAlerts(fixtureFleet(), now);
const total = openAlerts(fixtureFleet(), now).length;
if (first === undefined || second === undefined || third === undefined)
  throw new Error('the fixture has too few alerts');
const acknowledged: Quiet = { kind: 'acknowledged', by: 'ann', atMs: now, untilMs: null, was: first.kind };

function withQuiet(quiet: readonly (readonly [string, Quiet])[]): Fleet {
  const alerts = { quiet: new Map(quiet), sinceMs: new Map() };
  return reduceFleet(fixtureFleet(), [{ kind: 'alerts', atMs: now, alerts }]);
}

async function open(fleet: Fleet, keys: readonly string[], [columns, rowCount] = [120, 40]) {
  stage?.close();
  stage = await openStage({
    ...{ fleet, size: { columns, rows: rowCount } },
    look: { colours: 'none', glyphs: 'unicode' },
  });
  await stage.press(...keys);
  const rows = await stage.rows();
  return { rows, text: rows.join('\n'), asked: stage.asked };
}

describe.each([
  [80, 24],
  [120, 40],
  [200, 60],
])('at %ix%i', (columns, count) => {
  it('lists what is open, the worst first, and says of the selected one what it is', async () => {
    const { rows, text } = await open(withQuiet([]), ['A'], [columns, count]);
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(textWidth(row), row).toBeLessThanOrEqual(columns);
    expect(text).toContain(`${total} alerts`);
    const head = rows.findIndex((row) => row.includes('ALERT ') && row.includes('POD'));
    expect(rows[head + 1]).toContain(first.word);
    expect(text).toContain('loud: a acknowledges it until it is over, z snoozes it');
  });
});

describe('the column of what is quiet', () => {
  it('has no room while nothing is', async () => {
    const none = await open(withQuiet([]), ['A']);
    expect(none.rows[4]).toMatch(/FOR WHAT/);
    const some = await open(withQuiet([[first.key, acknowledged]]), ['A']);
    expect(some.rows[4]).toMatch(/FOR QUIET +WHAT/);
    expect(some.text).toContain('acked by ann');
  });
});

describe('the counts at the top', () => {
  it.each([
    [60, 24, 1],
    [80, 24, 1],
    [80, 20, 0],
    [120, 20, 0],
  ])('are seen at %ix%i', async (columns, height, at) => {
    const { rows } = await open(withQuiet([]), [], [columns, height]);
    expect(rows[at]).toContain(`${total} alerts`);
    // There is no room for the worst in 80 columns beside the counts of the pods.
    if (at === 1 || columns > 80) expect(rows[at]).toContain(`${first.podName} ${first.word}`);
  });

  it('are of all, and say how many are quiet', async () => {
    const snoozed: Quiet = { ...acknowledged, kind: 'snoozed', untilMs: now + hour, was: second.kind };
    const fleet = withQuiet([
      [first.key, acknowledged],
      [second.key, snoozed],
    ]);
    const { rows } = await open(fleet, []);
    expect(rows[1]).toMatch(new RegExp(`${total} alerts, 1 acknowledged, 1 snoozed`));
    expect(rows[1]).not.toContain(` ${first.podName} ${first.word}`);
  });

  it('say so in the header too, where they have no row', async () => {
    const { rows } = await open(withQuiet([[first.key, acknowledged]]), [], [120, 20]);
    expect(rows[0]).toContain(`${total} alerts, 1 acknowledged`);
  });

  it('never call quiet what is not: all well is only where nothing is open', async () => {
    const all = openAlerts(fixtureFleet(), now).map(
      ({ key, kind }) => [key, { ...acknowledged, was: kind }] as const,
    );
    const { rows } = await open(withQuiet(all), []);
    expect(rows[1]).toContain(`nothing new: ${total} alerts, ${total} acknowledged`);
  });

  it('say nothing good before the pods are known', async () => {
    const { text } = await open(emptyFleet('research', { kind: 'waiting' }), ['A']);
    expect(text).toContain('the list of pods has not been read yet');
    expect(text).not.toContain('nothing needs attention');
  });
});

describe('keys', () => {
  it('acknowledge, and take it back: by u, and by a once more', async () => {
    const { text, asked } = await open(withQuiet([]), ['A', 'a']);
    expect(text).toContain('acknowledged until it is over; u undoes');
    await stage?.press('u');
    expect(asked).toEqual([`acknowledged ${first.key}`, `loud ${first.key}`]);
    const again = await open(withQuiet([[first.key, acknowledged]]), ['A', 'G', 'a']);
    expect(again.asked).toEqual([`loud ${first.key}`]);
    await stage?.press('u');
    expect(again.asked.at(-1)).toBe(`acknowledged ${first.key}`);
  });

  it('snooze for an hour, or for as long as is chosen', async () => {
    const { text, asked } = await open(withQuiet([]), ['A', 'z']);
    expect(text).toMatch(/▸ 2 {2}1 hour/);
    await stage?.press('enter', 'z', '3', 'z', 'escape', 'z', 'k', 'enter');
    expect(asked).toEqual([
      `snoozed ${first.key} ${hour}`,
      // The cursor goes on to the next one.
      `snoozed ${second.key} ${8 * hour}`,
      `snoozed ${third.key} ${hour / 4}`,
    ]);
  });

  it('say who has acknowledged it and when', async () => {
    const { text } = await open(withQuiet([[first.key, acknowledged]]), ['A', 'G']);
    expect(text).toMatch(/acknowledged by ann at \d\d:\d\dZ, until it is over or it gets worse/);
  });

  it('lead to the pod', async () => {
    const { text } = await open(withQuiet([]), ['A', 'enter']);
    expect(text).toContain(first.podName);
    expect(text).toContain('[Overview]');
  });
});
