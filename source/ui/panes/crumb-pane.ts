/** The row of where we are: pages, marks, filter, order, freshness. */
import { shortDuration } from '../../fleet/questions.ts';
import { runningJobs } from '../../jobs/model/questions.ts';
import type { Span } from '../draw/paint.ts';
import { fitEnds, type Item } from '../draw/rows.ts';
import { sortArrow } from '../draw/sort-arrow.ts';
import { minutesAndSeconds } from '../draw/time.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';
import { tableOf } from '../tables/index.ts';
import type { DrawPane } from './pane.ts';
import { positionSpans } from './position.ts';

/** Views, filter, order, freshness, and which rows of how many. */
export const drawCrumb: DrawPane = (frame, { rect }) => {
  const { view, fleet, totals, paint } = frame;
  const isNarrow = rect.width < 100;
  const tab = (id: string, word: string, on: boolean, rank: number): Item => {
    const key = keyOf(`page.${id}`, view, { liked: /^\d$/ });
    return {
      spans: [on ? [`[${key} ${word}]`, 'accent'] : [` ${key} ${word} `, 'dim']],
      rank: on ? 1 : rank,
    };
  };
  // On a narrow screen the title of the pane below says which table it is.
  const table = isNarrow ? null : tableTitle(frame);
  const left: Item[] = [
    tab('pods', `Pods ${totals.podCount}`, view.page === 'pods', 5),
    tab('health', countedTitle('Health', fleet.reports.length), view.page === 'health', 6),
    tab('jobs', jobsTitle(frame), view.page === 'jobs', 4),
    tab('deploys', deploysTitle(frame), view.page === 'deploys', 7),
    tab('runpod', table ?? 'RunPod', tableTitle(frame) !== null, 8),
    tab('cost', 'Cost', isCostShown(frame), 9),
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
