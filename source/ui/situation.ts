/** What the reducer is told about the picture on the screen. */
import type { Frame } from './frame.ts';
import { keyOf } from './keys/bound.ts';
import type { Placed } from './layout/rect.ts';
import { detailLines } from './panes/detail/detail-panes.ts';
import { jobPanePlan, shownLines } from './panes/jobs/job-pane-plan.ts';
import { logPageRows } from './panes/logs/logs-pane.ts';
import { planRoom } from './panes/overlays/deploy-plan-overlay.ts';
import { lowestAtTop, outputPlace, ownOutputRows } from './panes/own-output-rows.ts';
import { releaseDetailLines } from './panes/releases/release-detail.ts';
import { releasesPageRows } from './panes/releases/releases-pane.ts';
import { tablePageRows } from './panes/table-pane.ts';
import { shownJob } from './state/shown-job.ts';
import type { Situation } from './state/situation.ts';
import type { PaneId } from './state/view.ts';

export function situationOf(frame: Frame): Situation {
  const { fleet, jobs, deploys, resources, forwards, life, logs, podIds, layout, clockMs } = frame;
  const detail = placeOf(frame, 'full-detail') ?? placeOf(frame, 'detail');
  const releases = placeOf(frame, 'releases');
  return {
    fleet,
    nowMs: clockMs,
    podIds,
    panes: layout.focusable,
    pageRows: {
      list: rowsOf(frame, 'list'),
      detail: Math.max(0, (detail?.rect.height ?? 1) - 1),
      health: rowsOf(frame, 'health'),
      output: outputRows(frame),
      jobs: rowsOf(frame, 'jobs'),
      releases: releasesRows(frame),
      table: tableRows(frame),
      logs: logRows(frame),
    },
    jobs,
    deploys,
    resources,
    forwards,
    logs,
    life,
    get outputTop() {
      return outputTop(frame);
    },
    get releaseRows() {
      return releaseDetailLines(frame, releases?.rect.width ?? 0).length;
    },
    get planRoom() {
      return planRoom(frame);
    },
    get jobLines() {
      return shownLines(frame);
    },
    keyOf: (id) => keyOf(id, frame.view),
    linesUnfolded: () => shownLines(frame, { isAllUnfolded: true }),
    get detailRows() {
      return detail === undefined ? 0 : detailLines(frame, detail.rect).length;
    },
  };
}

/** Without the rows that a live chart takes; of the console's own output lines, which may take several rows each. */
function outputRows(frame: Frame): number {
  const place = placeOf(frame, 'output');
  if (place === undefined) return 0;
  if (shownJob(frame.view, frame) !== null) return jobPanePlan(frame, place.rect).pageRows;
  return ownOutputRows(outputPlace(frame, place.rect)).lineCount;
}

function outputTop(frame: Frame): number {
  const place = placeOf(frame, 'output');
  return place === undefined ? 0 : lowestAtTop(outputPlace(frame, place.rect));
}

/** Without its head and the lines of projects. */
function releasesRows(frame: Frame): number {
  const place = placeOf(frame, 'releases');
  return place === undefined ? 0 : releasesPageRows(frame, place.rect);
}

function tableRows(frame: Frame): number {
  const place = placeOf(frame, 'table');
  return place === undefined ? 0 : tablePageRows(frame, place.rect);
}

function logRows(frame: Frame): number {
  const place = placeOf(frame, 'logs');
  return place === undefined ? 0 : logPageRows(frame, place.rect);
}

function rowsOf(frame: Frame, pane: PaneId): number {
  return Math.max(0, (placeOf(frame, pane)?.rect.height ?? 1) - 1);
}

function placeOf({ layout }: Frame, kind: Placed['kind']): Placed | undefined {
  return layout.panes.find((pane) => pane.kind === kind);
}
