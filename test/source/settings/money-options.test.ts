import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHome, problemsOf, type SettingsHome } from './settings-home.ts';

let home: SettingsHome;
beforeEach(async () => {
  home = await createHome();
});
afterEach(() => home.remove());

const config = '.config/pod-engine/config.yaml';

async function moneyOf(text: string, environment: Record<string, string> = {}) {
  await home.write(config, text);
  const result = await home.load({ environment });
  if (!result.ok) throw new Error(problemsOf(result).join('\n'));
  return result.value.money;
}

async function wrongIn(text: string, environment: Record<string, string> = {}): Promise<string> {
  await home.write(config, text);
  return problemsOf(await home.load({ environment })).join('\n');
}

describe('settings of money', () => {
  it('are off where nothing is set', async () => {
    expect(await moneyOf('')).toEqual({
      budget: { perDayDollars: null, perMonthDollars: null, perHourDollars: null, runwayHours: null },
      idleRules: [],
      idleGpuPercent: 5,
      stoppedAfterDays: 7,
    });
  });

  it('are read from the file, and from the environment before it', async () => {
    const money = await moneyOf(
      `budget: {perDay: 50, perMonth: 900.5, runwayHours: 48}
idle:
  - {pods: "spare-*", after: 45m, then: stop}
  - {pods: "*", after: 1h30m, then: remind, grace: 30s}
idleGpuPercent: 2
stoppedAfterDays: 3
`,
      { POD_ENGINE_BUDGET_PER_DAY: '12.5', POD_ENGINE_BUDGET_PER_HOUR: '4' },
    );
    expect(money).toEqual({
      budget: { perDayDollars: 12.5, perMonthDollars: 900.5, perHourDollars: 4, runwayHours: 48 },
      idleRules: [
        { pods: 'spare-*', act: 'stop', afterMs: 2_700_000, graceMs: 300_000 },
        { pods: '*', act: 'remind', afterMs: 5_400_000, graceMs: 30_000 },
      ],
      idleGpuPercent: 2,
      stoppedAfterDays: 3,
    });
  });

  it.each([
    ['budget: {perWeek: 3}', /perWeek.*is not a setting[\s\S]*perDay, perMonth, perHour, runwayHours/],
    ['budget: {perDay: -3}', /budget\.perDay/],
    ['idle: [{pods: "a", after: 45, then: stop}]', /idle\.0\.after[\s\S]*after: 45m/],
    ['idle: [{pods: "a", after: 45m, then: terminate}]', /idle\.0\.then/],
    ['idle: [{pods: "a", after: 45m}]', /idle\.0\.then.*"remind"\|"ask"\|"stop"/],
    ['idle: [{pods: "a", after: 1m, then: stop}]', /too short to stop a pod[\s\S]*5m or more/],
  ])('refuse %s', async (text, reason) => {
    expect(await wrongIn(text)).toMatch(reason);
  });

  it('refuse an amount in the environment that is none, and quote it', async () => {
    expect(await wrongIn('', { POD_ENGINE_BUDGET_RUNWAY_HOURS: 'two days' })).toMatch(
      /POD_ENGINE_BUDGET_RUNWAY_HOURS.*"two days"/,
    );
  });
});
