/** Ways back: Esc undoes one level and never leaves; `q` goes back and, from the outermost level, leaves. */
import { underOf } from './deploy-plan.ts';
import { cancelFilter, clearFilter } from './filter.ts';
import { clearSearch } from './job-pane.ts';
import { clearLogFilter } from './log-filter.ts';
import { withLogs } from './logs.ts';
import { type Outcome, seen } from './outcome.ts';
import { askQuit } from './quit.ts';
import { clearReleaseFilter } from './releases.ts';
import type { Situation } from './situation.ts';
import { clearTableFilter } from './tables.ts';
import type { View } from './view.ts';

export function escapeOneLevel(view: View, situation: Situation): Outcome {
  return seen(
    inner(view, situation) ??
      (view.filter.applied === '' ? view : { ...view, filter: clearFilter(view.filter) }),
  );
}

export function goBack(view: View, situation: Situation): Outcome {
  const back = inner(view, situation);
  return back === null ? askQuit(view, situation) : seen(back);
}

/** `q` leaves from here. */
export function isOutermost({ overlay, detail, zoom, page, focus }: View): boolean {
  return overlay === null && !detail.open && zoom === 0 && page === 'pods' && focus !== 'output';
}

/** The view without its innermost level; null at the outermost. */
function inner(view: View, situation: Situation): View | null {
  if (view.overlay !== null) return { ...view, overlay: underOf(view.overlay) };
  if (view.prefix !== null) return { ...view, prefix: null };
  if (view.filter.field !== null) return { ...view, filter: cancelFilter(view.filter) };
  if (view.deploys.filter.field !== null) return clearReleaseFilter(view);
  if (view.tables.filter.field !== null) return clearTableFilter(view);
  if (view.page === 'logs') return innerOfLogs(view);
  if (view.detail.open) return { ...view, detail: { ...view.detail, open: false, top: 0 } };
  if (view.focus === 'output' && view.jobs.search.applied !== '') return clearSearch(view, situation);
  if (view.focus === 'output' && view.jobs.isDiff)
    return { ...view, jobs: { ...view.jobs, isDiff: false, cursor: null } };
  if (view.zoom !== 0) return { ...view, zoom: 0 };
  if (view.page === 'jobs' && view.focus === 'output') return { ...view, focus: 'jobs' };
  if (view.page === 'deploys' && view.focus === 'output') return { ...view, focus: 'releases' };
  if (view.page === 'deploys' && view.deploys.openKey !== null)
    return { ...view, deploys: { ...view.deploys, openKey: null } };
  if (view.page === 'deploys' && view.deploys.filter.applied !== '') return clearReleaseFilter(view);
  if (view.page === 'table' && view.tables.filter.applied !== '') return clearTableFilter(view);
  if (view.page !== 'pods') return { ...view, page: 'pods', focus: 'list' };
  if (view.focus === 'output') return { ...view, focus: 'list' };
  return null;
}

/** The selection, the filter, the window of time, the whole screen; then the page. */
function innerOfLogs(view: View): View {
  const { filter, selectedFromId, spanMs, isFull } = view.logs;
  if (selectedFromId !== null) return withLogs(view, { selectedFromId: null });
  if (filter.field !== null || filter.applied !== '') return clearLogFilter(view);
  if (spanMs !== null) return withLogs(view, { spanMs: null });
  if (isFull) return withLogs(view, { isFull: false });
  return { ...view, page: 'pods', focus: 'list' };
}
