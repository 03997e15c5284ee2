/** The first row at the top: profile, counts, GPUs, prices, clock. */
import { keptAlerts } from '../../alerts/alert-keeper.ts';
import { conditionKinds, shortDuration } from '../../fleet/questions.ts';
import { limitOf } from '../../fleet/wire.ts';
import { runningJobs } from '../../jobs/model/questions.ts';
import { budgetStandings, warnShare } from '../../money/budgets.ts';
import { keptReport } from '../../money/report-keeper.ts';
import { conditionLooks } from '../draw/condition-look.ts';
import { dollars, percent, watts } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { fitEnds, type Item } from '../draw/rows.ts';
import { clock } from '../draw/time.ts';
import type { Frame } from '../frame.ts';
import { alertCountWords } from '../tables/alert-words.ts';
import { idleStopShort } from './idle-stop-spans.ts';
import type { DrawPane } from './pane.ts';

const separator: Span = [' │ ', 'faint'];

/** Profile, the count of each state, GPUs, price, clock; the least needed gives way first, the failures never. */
export const drawHeader: DrawPane = (frame, { rect }) => {
  const { size, paint } = frame;
  const left: Item[] = [
    { spans: profile(frame), rank: 2 },
    { spans: frame.view.readOnly ? [['READ-ONLY', 'warn']] : [], rank: 3 },
    { spans: apiTrouble(frame), rank: 2 },
    { spans: wireLimits(frame), rank: 3 },
    ...(isAlertsShown(frame) ? [] : withoutAlertsRow(frame)),
    { spans: counts(frame), rank: 0 },
    { spans: gpus(frame), rank: 5 },
    { spans: isCrumbShown(frame) ? [] : running(frame), rank: 2 },
    { spans: size.columns >= 110 ? links(frame) : [], rank: 7 },
  ];
  const right: Item[] = [
    { spans: size.columns >= 180 ? idleCost(frame) : [], rank: 8 },
    { spans: size.columns >= 140 ? balance(frame) : [], rank: 9 },
    { spans: price(frame), rank: 3 },
    { spans: size.columns >= 100 ? today(frame) : [], rank: 6 },
    { spans: [[`${clock(frame.clockMs)}Z`, 'dim']], rank: 4 },
  ];
  return [
    paint.line(
      [' ', ...fitEnds({ left, right }, rect.width - 2, size.columns < 60 ? ' ' : separator)],
      rect.width,
    ),
  ];
};

function profile({ fleet }: Frame): Span[] {
  return [['FLEET', 'accent'], ' ', [fleet.profile, 'title']];
}

/** On a narrow screen only what is wrong is counted: the rest is what is left. */
function counts({ totals, size }: Frame): Span[] {
  const spans: Span[] = [`${totals.podCount} ${totals.podCount === 1 ? 'pod' : 'pods'}`];
  const kinds = size.columns < 60 ? conditionKinds.slice(0, 3) : conditionKinds;
  for (const kind of kinds) {
    const count = totals.counts[kind];
    if (count === 0) continue;
    const { glyph, word, role } = conditionLooks[kind];
    spans.push(' ', [size.columns >= 150 ? `${glyph}${count} ${word}` : `${glyph}${count}`, role]);
  }
  return spans;
}

function gpus({ totals, size }: Frame): Span[] {
  if (totals.gpuCount === 0) return [];
  const power = size.columns >= 100 && totals.powerWatts !== null ? `  ${watts(totals.powerWatts)}` : '';
  return [
    size.columns >= 90 ? `${totals.gpuCount} GPU ` : 'GPU ',
    [percent(totals.gpuPercent), 'title'],
    power,
  ];
}

/** Where the row that names the pages is not shown. */
function running({ jobs }: Frame): Span[] {
  const count = runningJobs(jobs).length;
  return count === 0 ? [] : [[`▶${count}`, 'info']];
}

function isCrumbShown({ layout }: Frame): boolean {
  return layout.panes.some(({ kind }) => kind === 'crumb');
}

function price({ totals, size }: Frame): Span[] {
  const { costPerHourDollars } = totals;
  if (costPerHourDollars === null) return [];
  const amount = size.columns < 60 ? String(Math.round(costPerHourDollars)) : dollars(costPerHourDollars);
  return [[`$${amount}/h`, 'title']];
}

/** What has been spent today, in the colour of the budget that stands worst. */
function today({ fleet, clockMs }: Frame): Span[] {
  const report = keptReport(fleet, clockMs);
  if (report.today.dollars === null) return [];
  const amount = report.today.dollars;
  const estimate = report.today.source === 'seen' ? '~' : '';
  const text = `${estimate}$${amount >= 100 ? Math.round(amount) : dollars(amount)} today`;
  const levels = budgetStandings(report, fleet.money.budget).map(({ level }) => level);
  const role = levels.includes('fail') ? 'crit' : levels.includes('warn') ? 'warn' : 'text';
  return [[text, role]];
}

/** What the row of alerts would say, in a few words. */
function withoutAlertsRow(frame: Frame): readonly Item[] {
  const { fleet, nowMs, size } = frame;
  const alerts = keptAlerts(fleet, nowMs);
  const worst = alerts.find(({ quiet }) => quiet === null);
  const stopping: Item = { spans: idleStopShort(frame), rank: 1 };
  if (worst === undefined) return [stopping];
  const { glyph, role } = conditionLooks[worst.kind];
  return [
    stopping,
    { spans: [[`${glyph} ${alertCountWords(alerts)}`, role]], rank: 3 },
    { spans: size.columns >= 110 ? [[worst.podName, 'title'], ` ${worst.word}`] : [], rank: 4 },
  ];
}

function isAlertsShown({ layout }: Frame): boolean {
  return layout.panes.some(({ kind }) => kind === 'alerts');
}

function links({ totals }: Frame): Span[] {
  const { liveLinkCount, wantedLinkCount } = totals;
  if (wantedLinkCount === 0) return [];
  return [
    'links ',
    [`${liveLinkCount}/${wantedLinkCount}`, liveLinkCount < wantedLinkCount ? 'lost' : 'text'],
  ];
}

/** What is left of the prepaid credit, and how long it lasts at what the account spends now. */
function balance({ fleet }: Frame): Span[] {
  const { balanceDollars = null, spendPerHourDollars = null } = fleet.account ?? {};
  if (balanceDollars === null) return [];
  const amount = `balance $${dollars(balanceDollars)}`;
  if (spendPerHourDollars === null || spendPerHourDollars <= 0) return [amount];
  const hours = balanceDollars / spendPerHourDollars;
  const wanted = fleet.money.budget.runwayHours;
  const isShort = hours < (wanted ?? 24) || (wanted !== null && hours < wanted / warnShare);
  return [amount, [` lasts ${shortDuration(hours * 3_600_000)}`, isShort ? 'warn' : 'dim']];
}

function idleCost({ totals }: Frame): Span[] {
  return totals.idleCostPerHourDollars === 0
    ? []
    : [[`idle $${dollars(totals.idleCostPerHourDollars)}/h`, 'idle']];
}

/** Short, for the first row; the second has the reason. */
function apiTrouble({ fleet, clockMs }: Frame): Span[] {
  if (fleet.cloud.kind !== 'failing') return [];
  return [[`API ✖ ${shortDuration(clockMs - fleet.cloud.sinceMs)}`, 'crit']];
}

/** What comes from elsewhere meanwhile, or grows old; `:perf` has the rest. */
function wireLimits({ fleet, clockMs, size }: Frame): Span[] {
  const texts = fleet.wires.flatMap((status): string[] => {
    const untilMs = limitOf(status, clockMs);
    if (untilMs === null) return [];
    const name = status.wire === 'rest' ? 'REST' : 'GraphQL';
    return [size.columns < 100 ? `▲ ${name} limited` : `▲ ${name} limited until ${clock(untilMs)}Z`];
  });
  return texts.length === 0 ? [] : [[texts.join(' '), 'warn']];
}
