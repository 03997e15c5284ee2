/** One action in, the new view and what it asks of the outside out. Knows no keyboard, no clock and no terminal. */
import { editForwardForm } from './access.ts';
import { accessHandlers } from './access-handlers.ts';
import type { Action, Ask } from './action.ts';
import { alertHandlers } from './alert-handlers.ts';
import { openAlertsPod } from './alerts.ts';
import { escapeOneLevel, goBack } from './back.ts';
import { editCreate } from './create-handlers.ts';
import { editForm } from './deploy-form.ts';
import { deployHandlers } from './deploy-handlers.ts';
import { answer, enterAnswer, toggleAnswer } from './dialogs.ts';
import { withoutGoneEdit } from './edit-questions.ts';
import { acceptFilter, cancelFilter, clearFilter, editFilter, openFilter, recallFilter } from './filter.ts';
import { frozenCopy } from './freeze.ts';
import type { Handlers } from './handlers.ts';
import { keepIdlePod } from './idle-stops.ts';
import { jobHandlers } from './job-handlers.ts';
import { withDeployNews, withJobNews } from './job-news.ts';
import { moveInJob } from './job-pane.ts';
import { moveInJobsPage } from './job-tabs.ts';
import { lifeHandlers } from './life-handlers.ts';
import { editTyped } from './life-questions.ts';
import { chosenInList, moveInList, reconcileList } from './list.ts';
import { editLogFilter } from './log-filter.ts';
import { logHandlers } from './log-handlers.ts';
import { moveInLogs, withLogAsks, withLogsFound } from './logs.ts';
import { presentMarks } from './marks.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import { nextOf, paneChanged, zoomed } from './panes.ts';
import { copyId, openDetail, retryLink } from './pod-actions.ts';
import { askQuit } from './quit.ts';
import { editReleaseFilter, moveInReleases } from './releases.ts';
import { editEnding } from './resource-endings.ts';
import { shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import { invertSort, sortBy, stepSort } from './sorting.ts';
import { followingUnfocused, moveInOutput, moveInReports } from './streams.ts';
import { withSystemLog } from './system-log.ts';
import { tableHandlers } from './table-handlers.ts';
import { editTableFilter, moveInTable, openTable, readsOf } from './tables.ts';
import { editText } from './text-field.ts';
import { detailTabs, searchOverlay, type View } from './view.ts';

const handlers: Handlers = {
  ...jobHandlers,
  ...deployHandlers,
  ...tableHandlers,
  ...logHandlers,
  ...accessHandlers,
  ...lifeHandlers,
  ...alertHandlers,
  'alert-open': (view, _action, situation) => {
    const podId = openAlertsPod(view, situation);
    return podId === null ? openTable(view, 'cost') : openDetail(atPod(view, podId, situation), situation);
  },
  move: (view, { by }, situation) =>
    view.focus === 'logs' ? moveInLogs(view, by, situation) : seen(moved(view, by, situation)),
  'select-pod': (view, { podId }, situation) =>
    seen({
      ...view,
      focus: 'list',
      list: reconcileList(chosenInList({ ...view.list, selectedId: podId }), situation),
    }),
  'rows-changed': (view, _action, situation) => reconciled(view, situation),
  'open-detail': (view, _action, situation) => openDetail(view, situation),
  tab: (view, { step }) =>
    seen({ ...view, detail: { ...view.detail, tab: nextOf(detailTabs, view.detail.tab, step), top: 0 } }),
  pane: (view, { step }, situation) => seen(paneChanged(view, step, situation)),
  page: (view, { page }) => ({
    view: {
      ...view,
      page,
      zoom: 0,
      focus: firstPanes[page],
      detail: { ...view.detail, open: false },
    },
    asks: page === 'deploys' ? [{ kind: 'read-deploys' }] : [],
  }),
  zoom: (view, { step }) => seen(zoomed(view, step)),
  sort: (view, { key, reversed }) =>
    seen({ ...view, prefix: null, list: sortBy(view.list, { key, reversed }) }),
  'sort-step': (view, { step }) => seen({ ...view, list: stepSort(view.list, step) }),
  'sort-invert': (view) => seen({ ...view, list: invertSort(view.list) }),
  wide: (view) => seen({ ...view, wide: !view.wide }),
  freeze: (view, _action, { fleet, nowMs }) =>
    seen(
      view.frozen === null
        ? { ...view, frozen: { fleet: frozenCopy(fleet), atMs: nowMs } }
        : { ...view, frozen: null, notice: null },
    ),
  header: (view) =>
    seen({ ...view, headerMode: nextOf(['full', 'one', 'none'] as const, view.headerMode, 1) }),
  prefix: (view, { key }) => seen({ ...view, prefix: key }),
  'filter-open': (view) =>
    seen({
      ...view,
      page: 'pods',
      focus: 'list',
      detail: { ...view.detail, open: false },
      filter: openFilter(view.filter),
    }),
  'filter-accept': (view, _action, { nowMs }) =>
    view.filter.error === null
      ? seen({ ...view, filter: acceptFilter(view.filter) })
      : noticed(view, { level: 'warn', text: view.filter.error.message, atMs: nowMs }),
  'filter-cancel': (view) => seen({ ...view, filter: cancelFilter(view.filter) }),
  'filter-history': (view, { step }) => seen({ ...view, filter: recallFilter(view.filter, step) }),
  edit: (view, { edit }) => {
    if (view.overlay?.kind === 'help' || view.overlay?.kind === 'palette')
      return seen({
        ...view,
        overlay: { ...view.overlay, query: editText(view.overlay.query, edit), index: 0 },
      });
    if (view.overlay?.kind === 'deploy-form') return seen(editForm(view, edit));
    if (view.overlay?.kind === 'create-form') return seen(editCreate(view, edit));
    if (view.overlay?.kind === 'life') return seen(editTyped(view, edit));
    if (view.overlay?.kind === 'end') return seen(editEnding(view, view.overlay, edit));
    if (view.overlay?.kind === 'forward-form') return seen(editForwardForm(view, view.overlay, edit));
    if (view.deploys.filter.field !== null) return seen(editReleaseFilter(view, edit));
    if (view.logs.filter.field !== null) return seen(editLogFilter(view, edit));
    if (view.tables.filter.field !== null) return seen(editTableFilter(view, edit));
    const { search } = view.jobs;
    if (search.field !== null) {
      const field = editText(search.field, edit);
      return seen({ ...view, jobs: { ...view.jobs, search: { field, applied: field.text } } });
    }
    return seen({ ...view, filter: editFilter(view.filter, edit) });
  },
  'help-open': (view) => seen({ ...view, prefix: null, overlay: searchOverlay('help') }),
  'palette-open': (view) => seen({ ...view, prefix: null, overlay: searchOverlay('palette') }),
  'go-to-pod': (view, { podId }, situation) => seen(atPod(view, podId, situation)),
  'help-move': (view, { by }) =>
    view.overlay?.kind === 'help' || view.overlay?.kind === 'palette'
      ? seen({ ...view, overlay: { ...view.overlay, index: Math.max(0, view.overlay.index + by) } })
      : seen(view),
  'dialog-toggle': (view) => toggleAnswer(view),
  'dialog-answer': (view, { yes }, situation) => answer(view, yes, situation),
  'dialog-enter': (view, _action, situation) => enterAnswer(view, situation),
  escape: (view, _action, situation) => escapeOneLevel(view, situation),
  back: (view, _action, situation) => goBack(view, situation),
  notice: (view, { level, text }, { nowMs }) => noticed(view, { level, text, atMs: nowMs }),
  'copy-id': (view, _action, situation) => copyId(view, situation),
  'retry-link': (view, _action, situation) => retryLink(view, situation),
  'keep-idle': (view, _action, situation) => keepIdlePod(view, situation),
  refresh: (view, _action, { nowMs }) => ({
    view: { ...view, notice: { level: 'info', text: 'asking the API now', atMs: nowMs } },
    asks: [{ kind: 'refresh' }, ...readsOfPage(view)],
  }),
  repaint: (view) => asking(view, { kind: 'repaint' }),
  suspend: (view) => asking(view, { kind: 'suspend' }),
  quit: (view, _action, situation) => askQuit(view, situation),
};

function readsOfPage({ page, tables }: View): readonly Ask[] {
  if (page === 'deploys') return [{ kind: 'read-deploys' }];
  return page === 'table' ? readsOf(tables.id) : [];
}

const firstPanes = { pods: 'list', health: 'health', jobs: 'jobs', deploys: 'releases' } as const;

/** A filter that hides the pod is cleared: it was asked for by its name. */
function atPod(view: View, podId: string, situation: Situation): View {
  const isHidden = !situation.podIds.includes(podId);
  const filter = isHidden ? clearFilter(view.filter) : view.filter;
  const list = chosenInList({ ...view.list, selectedId: podId });
  const detail = { ...view.detail, open: false };
  const there: View = { ...view, page: 'pods', focus: 'list', zoom: 0, detail, filter, list };
  return isHidden ? there : { ...there, list: reconcileList(list, situation) };
}

/** What is done to, or by way of, the selected pod: from then on the selection is the operator's. */
const choosing: ReadonlySet<Action['kind']> = new Set([
  'open-detail',
  'tab',
  'power',
  'life',
  'edit-open',
  'menu-open',
  'copy-id',
  'retry-link',
  'shell',
  'forward',
]);

export function reduceView(before: View, action: Action, situation: Situation): Outcome {
  const view = choosing.has(action.kind) ? { ...before, list: chosenInList(before.list) } : before;
  // TypeScript cannot follow that the handler found under `kind` takes just this action; the table's own type does.
  const handler = handlers[action.kind] as (view: View, action: Action, situation: Situation) => Outcome;
  const outcome = handler(view, action, situation);
  const settled = { ...outcome, view: followingUnfocused(outcome.view, situation) };
  return withLogAsks(before, settled, situation);
}

function moved(view: View, by: Extract<Action, { kind: 'move' }>['by'], situation: Situation): View {
  if (view.detail.open || (view.page === 'pods' && view.focus === 'detail'))
    return detailMoved(view, by, situation);
  if (view.focus === 'health') return moveInReports(view, by, situation);
  if (view.focus === 'table') return moveInTable(view, by, situation);
  if (view.focus === 'releases') return moveInReleases(view, by, situation);
  if (view.focus === 'jobs') return moveInJobsPage(view, by, situation);
  if (view.focus === 'output' && shownJob(view, situation) !== null) return moveInJob(view, by, situation);
  if (view.focus === 'output') return moveInOutput(view, by, situation);
  return { ...view, list: moveInList(view.list, by, situation), detail: { ...view.detail, top: 0 } };
}

/** The detail has no cursor: what moves is its first row. */
function detailMoved(view: View, by: Extract<Action, { kind: 'move' }>['by'], situation: Situation): View {
  const pageRows = situation.pageRows.detail;
  const lowest = Math.max(0, situation.detailRows - pageRows);
  const step =
    by === 'first'
      ? -lowest
      : by === 'last'
        ? lowest
        : 'rows' in by
          ? by.rows
          : Math.trunc(by.pages * pageRows);
  return { ...view, detail: { ...view.detail, top: Math.min(lowest, Math.max(0, view.detail.top + step)) } };
}

function reconciled(before: View, situation: Situation): Outcome {
  const present = withoutGoneEdit(before, situation);
  const news = withDeployNews(withJobNews(present, situation), situation);
  const view = withLogsFound(news.view, situation);
  const { asks } = news;
  const list = reconcileList(view.list, situation);
  // The detail on the whole screen only borrows the keys: when it closes, they are where they were.
  const isKept = view.detail.open || situation.panes.includes(view.focus);
  const focus = isKept ? view.focus : (situation.panes[0] ?? 'list');
  const marks = presentMarks(view, situation);
  const isSame = list === view.list && focus === view.focus && marks === view.marks;
  return withSystemLog({ view: isSame ? view : { ...view, list, focus, marks }, asks }, situation);
}
