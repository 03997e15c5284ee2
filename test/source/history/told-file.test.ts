/** What was told of money outlives the console that told it. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { createToldFile } from '../../../source/history/told-file.ts';
import { type BudgetStanding, levelOf } from '../../../source/money/budgets.ts';
import { moneyReport } from '../../../source/money/figures.ts';
import { noMoneyAlerts, stepMoneyAlerts } from '../../../source/money/money-alerts.ts';

const noon = Date.UTC(2026, 10, 25, 12);
const hour = 3_600_000;
const report = moneyReport(emptyFleet('test', { kind: 'waiting' }), noon);

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'pod-engine-told-')), 'alerts');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

/** A console that begins, looks once, and ends. */
async function oneConsole(share: number, nowMs: number, id: BudgetStanding['id'] = 'day') {
  const file = createToldFile(folder, 'a1');
  const standing = { id, limit: 100, used: share, share, level: levelOf(share), isEstimate: false, text: '' };
  const before = await file.read();
  const stepped = stepMoneyAlerts(before, { report, standings: [standing], stoppedAfterDays: 7, nowMs });
  await file.write(stepped.state);
  return stepped.lines.map(({ level }) => level);
}

describe('what was told', () => {
  it('is not told by the next console, until there is more to tell or the period is over', async () => {
    expect(await oneConsole(0.9, noon)).toEqual(['warn']);
    expect(await oneConsole(0.9, noon + hour)).toEqual([]);
    expect(await oneConsole(1.1, noon + 2 * hour)).toEqual(['fail']);
    expect(await oneConsole(1.2, noon + 3 * hour)).toEqual([]);
    // A new day begins with nothing spent, which is no news.
    expect(await oneConsole(0.01, noon + 13 * hour)).toEqual([]);
    expect(await oneConsole(0.9, noon + 20 * hour)).toEqual(['warn']);
  });

  it('holds for the month where the budget is of a month', async () => {
    expect(await oneConsole(0.9, noon, 'month')).toEqual(['warn']);
    expect(await oneConsole(0.9, noon + 48 * hour, 'month')).toEqual([]);
    expect(await oneConsole(0.9, noon + 24 * 7 * hour, 'month')).toEqual(['warn']);
  });

  it('is for its owner alone, and of one account', async () => {
    await oneConsole(0.9, noon);
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(await createToldFile(folder, 'b2').read()).toEqual(noMoneyAlerts);
  });

  it.each([
    ['garbled', '{"schema":1,"budgets":'],
    ['of another kind', '{"schema":2,"budgets":[],"stopped":[]}'],
    ['endless', `{"schema":1,"budgets":[],"stopped":[],"x":"${'x'.repeat(2_000_000)}"}`],
  ])('counts as nothing where the file is %s, and is written anew', async (_what, text) => {
    await oneConsole(0.9, noon);
    writeFileSync(join(folder, 'told-a1.json'), text);
    expect(await oneConsole(0.9, noon)).toEqual(['warn']);
    expect(await oneConsole(0.9, noon)).toEqual([]);
  });
});

describe('an estimate', () => {
  it('is no good news: what was billed may be more', () => {
    const about = { report, stoppedAfterDays: 7, nowMs: noon };
    const at = (share: number, isEstimate: boolean): readonly BudgetStanding[] => [
      { id: 'day', limit: 100, used: share, share, level: levelOf(share), isEstimate, text: '' },
    ];
    const spent = stepMoneyAlerts(noMoneyAlerts, { ...about, standings: at(1.1, false) });
    const seen = stepMoneyAlerts(spent.state, { ...about, standings: at(0.3, true) });
    expect(seen.lines).toEqual([]);
    expect(stepMoneyAlerts(seen.state, { ...about, standings: at(1.2, false) }).lines).toEqual([]);
  });
});
