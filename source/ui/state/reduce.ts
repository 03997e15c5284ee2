/** One action in, the new view and what it asks of the outside out. Knows no keyboard, no clock and no terminal. */
import type { Action } from './action.ts';
import { escapeOneLevel, goBack } from './back.ts';
import { editForm } from './deploy-form.ts';
import { deployHandlers } from './deploy-handlers.ts';
import { answer, enterAnswer, toggleAnswer } from './dialogs.ts';
import { acceptFilter, cancelFilter, editFilter, openFilter, recallFilter } from './filter.ts';
import { frozenCopy } from './freeze.ts';
import type { Handlers } from './handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { withDeployNews, withJobNews } from './job-news.ts';
import { moveInJob } from './job-pane.ts';
import { moveInJobsPage } from './job-tabs.ts';
import { chosenInList, moveInList, reconcileList } from './list.ts';
import { presentMarks } from './marks.ts';
import { asking, noticed, type Outcome, seen } from './outcome.ts';
import { nextOf, paneChanged, zoomed } from './panes.ts';
import { copyId, openDetail, retryLink } from './pod-actions.ts';
import { openPower } from './power.ts';
import { askQuit } from './quit.ts';
import { editReleaseFilter, moveInReleases } from './releases.ts';
import { shownJob } from './shown-job.ts';
import type { Situation } from './situation.ts';
import { invertSort, sortBy, stepSort } from './sorting.ts';
import { followingUnfocused, moveInOutput, moveInReports } from './streams.ts';
import { editText } from './text-field.ts';
import { detailTabs, helpOverlay, type View } from './view.ts';

const handlers: Handlers = {
  ...jobHandlers,
  ...deployHandlers,
  move: (view, { by }, situation) => seen(moved(view, by, situation)),
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
    if (view.overlay?.kind === 'help')
      return seen({
        ...view,
        overlay: { ...view.overlay, query: editText(view.overlay.query, edit), index: 0 },
      });
    if (view.overlay?.kind === 'deploy-form') return seen(editForm(view, edit));
    if (view.deploys.filter.field !== null) return seen(editReleaseFilter(view, edit));
    const { search } = view.jobs;
    if (search.field !== null) {
      const field = editText(search.field, edit);
      return seen({ ...view, jobs: { ...view.jobs, search: { field, applied: field.text } } });
    }
    return seen({ ...view, filter: editFilter(view.filter, edit) });
  },
  'help-open': (view) => seen({ ...view, prefix: null, overlay: helpOverlay() }),
  'help-move': (view, { by }) =>
    view.overlay?.kind === 'help'
      ? seen({ ...view, overlay: { ...view.overlay, index: Math.max(0, view.overlay.index + by) } })
      : seen(view),
  power: (view, _action, situation) => openPower(view, situation),
  'dialog-toggle': (view) => toggleAnswer(view),
  'dialog-answer': (view, { yes }, situation) => answer(view, yes, situation),
  'dialog-enter': (view, _action, situation) => enterAnswer(view, situation),
  escape: (view, _action, situation) => escapeOneLevel(view, situation),
  back: (view, _action, situation) => goBack(view, situation),
  notice: (view, { level, text }, { nowMs }) => noticed(view, { level, text, atMs: nowMs }),
  'copy-id': (view, _action, situation) => copyId(view, situation),
  'retry-link': (view, _action, situation) => retryLink(view, situation),
  refresh: (view, _action, { nowMs }) => ({
    view: { ...view, notice: { level: 'info', text: 'asking the API now', atMs: nowMs } },
    asks: view.page === 'deploys' ? [{ kind: 'refresh' }, { kind: 'read-deploys' }] : [{ kind: 'refresh' }],
  }),
  repaint: (view) => asking(view, { kind: 'repaint' }),
  suspend: (view) => asking(view, { kind: 'suspend' }),
  quit: (view, _action, situation) => askQuit(view, situation),
};

const firstPanes = { pods: 'list', health: 'health', jobs: 'jobs', deploys: 'releases' } as const;

/** What is done to, or by way of, the selected pod: from then on the selection is the operator's. */
const choosing: ReadonlySet<Action['kind']> = new Set([
  'open-detail',
  'tab',
  'power',
  'copy-id',
  'retry-link',
]);

export function reduceView(before: View, action: Action, situation: Situation): Outcome {
  const view = choosing.has(action.kind) ? { ...before, list: chosenInList(before.list) } : before;
  // TypeScript cannot follow that the handler found under `kind` takes just this action; the table's own type does.
  const handler = handlers[action.kind] as (view: View, action: Action, situation: Situation) => Outcome;
  const outcome = handler(view, action, situation);
  return { ...outcome, view: followingUnfocused(outcome.view, situation) };
}

function moved(view: View, by: Extract<Action, { kind: 'move' }>['by'], situation: Situation): View {
  if (view.detail.open || (view.page === 'pods' && view.focus === 'detail'))
    return detailMoved(view, by, situation);
  if (view.focus === 'health') return moveInReports(view, by, situation);
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
  const { view, asks } = withDeployNews(withJobNews(before, situation), situation);
  const list = reconcileList(view.list, situation);
  // The detail on the whole screen only borrows the keys: when it closes, they are where they were.
  const isKept = view.detail.open || situation.panes.includes(view.focus);
  const focus = isKept ? view.focus : (situation.panes[0] ?? 'list');
  const marks = presentMarks(view, situation);
  const isSame = list === view.list && focus === view.focus && marks === view.marks;
  return { view: isSame ? view : { ...view, list, focus, marks }, asks };
}
