/** The rows at the top: totals, what needs attention, where we are. */
import { conditionKinds, shortDuration } from '../../fleet/questions.ts';
import { runningJobs } from '../../jobs/model/questions.ts';
import { budgetStandings, warnShare } from '../../money/budgets.ts';
import { keptReport } from '../../money/report-keeper.ts';
import { conditionLooks } from '../draw/condition-look.ts';
import { dollars, percent, watts } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { fitEnds, type Item } from '../draw/rows.ts';
import { sortArrow } from '../draw/sort-arrow.ts';
import { clock, minutesAndSeconds } from '../draw/time.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';
import { tableOf } from '../tables/index.ts';
import { alertSpans } from './alert-spans.ts';
import { idleStopBanner, idleStopShort } from './idle-stop-spans.ts';
import type { DrawPane } from './pane.ts';
import { positionSpans } from './position.ts';

const separator: Span = [' │ ', 'faint'];

/** Profile, the count of each state, GPUs, price, clock; the least needed gives way first, the failures never. */
export const drawHeader: DrawPane = (frame, { rect }) => {
  const { size, paint } = frame;
  const left: Item[] = [
    { spans: profile(frame), rank: 2 },
    { spans: frame.view.readOnly ? [['READ-ONLY', 'warn']] : [], rank: 3 },
    { spans: apiTrouble(frame), rank: 2 },
    { spans: isAlertsShown(frame) ? [] : idleStopShort(frame), rank: 1 },
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

/** What needs attention now, worst first; or that nothing does. */
export const drawAlerts: DrawPane = (frame, { rect }) => {
  const { fleet, paint } = frame;
  if (fleet.cloud.kind === 'failing') {
    const { reason, hint, answeredAtMs } = fleet.cloud;
    const age =
      answeredAtMs === null
        ? 'it has not answered yet'
        : `the list is ${shortDuration(frame.clockMs - answeredAtMs)} old`;
    return [paint.line([' ', ['✖ API', 'crit'], ` ${reason}`, [`  ${age}. ${hint}`, 'dim']], rect.width)];
  }
  const banner = idleStopBanner(frame);
  if (banner.length > 0) return [paint.line([' ', ...banner], rect.width)];
  return [paint.line([' ', ...alertSpans(frame, rect.width - 1)], rect.width)];
};

/** Views, filter, order, freshness, and which rows of how many. */
export const drawCrumb: DrawPane = (frame, { rect }) => {
  const { view, fleet, totals, paint } = frame;
  const isNarrow = rect.width < 100;
  const tab = (key: string, word: string, on: boolean, rank: number): Item => ({
    spans: [on ? [`[${key} ${word}]`, 'accent'] : [` ${key} ${word} `, 'dim']],
    rank: on ? 1 : rank,
  });
  // On a narrow screen the title of the pane below says which table it is.
  const table = isNarrow ? null : tableTitle(frame);
  const left: Item[] = [
    tab('1', `Pods ${totals.podCount}`, view.page === 'pods', 5),
    tab('2', countedTitle('Health', fleet.reports.length), view.page === 'health', 6),
    tab('3', jobsTitle(frame), view.page === 'jobs', 4),
    tab('4', deploysTitle(frame), view.page === 'deploys', 7),
    tab('5', table ?? 'RunPod', tableTitle(frame) !== null, 8),
    tab('6', 'Cost', isCostShown(frame), 9),
    { spans: marksSpans(frame), rank: 0 },
    { spans: filterSpans(frame), rank: 0 },
  ];
  const right = crumbItems(frame, isNarrow);
  const room = rect.width - 2;
  if (!isNarrow) return [paint.line([' ', ...fitEnds({ left, right }, room, '  ')], rect.width)];
  // The tabs bring their own space, and so six of them stand on 80 columns.
  const close = right.map(({ spans, rank }): Item => ({ spans: [' ', ...spans], rank }));
  return [paint.line([' ', ...fitEnds({ left, right: close }, room, '')], rect.width)];
};

/** Nothing to count is not counted: the row is short. */
function countedTitle(word: string, count: number): string {
  return count === 0 ? word : `${word} ${count}`;
}

/** Of the table that is open, where it is one of RunPod's. */
function tableTitle({ view }: Frame): string | null {
  const table = view.page === 'table' ? tableOf(view.tables.id) : null;
  return table?.group === 'runpod' ? table.title : null;
}

function isCostShown({ view }: Frame): boolean {
  return view.page === 'table' && tableOf(view.tables.id)?.group === 'cost';
}

/** How many jobs go on stands where the eye goes for it, whichever page is open. */
function jobsTitle({ jobs }: Frame): string {
  const running = runningJobs(jobs).length;
  return running > 0 ? `Jobs ▶${running}` : countedTitle('Jobs', jobs.jobs.length);
}

/** What goes on, else what is unfinished: it may have rented a pod. */
function deploysTitle({ jobs, deploys }: Frame): string {
  const running = runningJobs(jobs).filter(({ kind }) => kind === 'deploy').length;
  if (running > 0) return `Deploys ▶${running}`;
  const unfinished = deploys.projects.filter((project) => project.unfinished !== null).length;
  return unfinished > 0 ? `Deploys ▲${unfinished}` : countedTitle('Deploys', deploys.releases.length);
}

function marksSpans({ view }: Frame): Span[] {
  return view.marks.length === 0 ? [] : [[`◆ ${view.marks.length} marked`, 'accent']];
}

function filterSpans({ view, rows, totals }: Frame): Span[] {
  if (view.filter.applied === '') return [];
  return [
    ['/', 'faint'],
    [view.filter.applied, 'warn'],
    [` ${rows.length} of ${totals.podCount}`, 'dim'],
  ];
}

function crumbItems(frame: Frame, isNarrow: boolean): Item[] {
  const { view, fleet, totals, clockMs } = frame;
  const items: Item[] = [];
  if (view.frozen !== null)
    items.push({
      spans: [
        [`FROZEN ${minutesAndSeconds(clockMs - view.frozen.atMs)}`, 'warn'],
        [` ${keyOf('view.freeze', view)} resumes`, 'dim'],
      ],
      rank: 0,
    });
  if (view.page === 'pods' && !view.detail.open)
    items.push({
      spans: [[`${view.list.sort.key.toUpperCase()}${sortArrow(view.list.sort)}`, 'title']],
      // The column that is sorted by has the arrow too.
      rank: isNarrow ? 10 : 2,
    });
  if (fleet.cloud.kind === 'live')
    items.push({ spans: [[`api ${shortDuration(clockMs - fleet.cloud.answeredAtMs)}`, 'dim']], rank: 4 });
  if (totals.staleCount > 0) items.push({ spans: [[`${totals.staleCount} stale`, 'lost']], rank: 3 });
  if (view.page === 'pods' && !view.detail.open) items.push({ spans: positionSpans(frame), rank: 1 });
  return items;
}
