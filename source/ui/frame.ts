/** All that one picture of the screen is drawn from. Panes are functions of it and of their rectangle. */
import type { Observation } from '../advice/observation.ts';
import { noResources, type ResourcesSnapshot } from '../fleet/catalogue.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { type ForwardsSnapshot, noForwards } from '../fleet/forwards.ts';
import type { PodRow } from '../fleet/questions.ts';
import { type DeploysSnapshot, noDeploys } from '../jobs/model/deploys.ts';
import { type JobsSnapshot, noJobs } from '../jobs/model/job.ts';
import { type LifeSnapshot, noLife } from '../life/life-snapshot.ts';
import { type LogsSnapshot, noLogs } from '../logs/model/snapshot.ts';
import type { Paint } from './draw/paint.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import type { Size } from './layout/request.ts';
import { createRowKeeper } from './row-keeper.ts';
import type { View } from './state/view.ts';
import type { Totals } from './totals.ts';

export type Frame = {
  readonly fleet: Fleet;
  readonly jobs: JobsSnapshot;
  readonly deploys: DeploysSnapshot;
  readonly resources: ResourcesSnapshot;
  readonly forwards: ForwardsSnapshot;
  readonly logs: LogsSnapshot;
  readonly life: LifeSnapshot;
  readonly view: View;
  /** Of what is shown: while the display is frozen, when it was frozen. */
  readonly nowMs: number;
  /** Of now, frozen or not. */
  readonly clockMs: number;
  readonly size: Size;
  readonly paint: Paint;
  readonly layout: Layout;
  /** Filtered and in order. */
  readonly rows: readonly PodRow[];
  readonly podIds: readonly string[];
  readonly totals: Totals;
  readonly selected: PodRow | null;
  readonly histories: Histories;
};

/** The measured histories of pods; the same array until there is news. */
export type Histories = { of(podId: string): readonly Observation[] };

export type FrameRequest = {
  readonly fleet: Fleet;
  readonly jobs?: JobsSnapshot;
  readonly deploys?: DeploysSnapshot;
  readonly resources?: ResourcesSnapshot;
  readonly forwards?: ForwardsSnapshot;
  readonly logs?: LogsSnapshot;
  readonly life?: LifeSnapshot;
  readonly view: View;
  readonly clockMs: number;
  readonly size: Size;
};

/** Keeps what one frame has worked out for the next: most frames differ from the one before in very little. */
export function createFrameMaker(paint: Paint, histories: Histories): (request: FrameRequest) => Frame {
  const keeper = createRowKeeper();
  return ({
    fleet: presentFleet,
    jobs = noJobs,
    deploys = noDeploys,
    resources = noResources,
    forwards = noForwards,
    logs = noLogs,
    life = noLife,
    view,
    clockMs,
    size,
  }) => {
    const fleet = view.frozen?.fleet ?? presentFleet;
    const nowMs = view.frozen?.atMs ?? clockMs;
    const { rows, podIds, totals } = keeper.rowsOf({
      fleet,
      nowMs,
      sort: view.list.sort,
      filter: view.filter.applied,
    });
    const layout = layoutOf({
      size,
      view: {
        page: view.page,
        focus: view.focus,
        zoom: view.zoom,
        headerMode: view.page === 'logs' && view.logs.isFull ? 'none' : view.headerMode,
        detailOpen: view.detail.open,
      },
      podCount: fleet.pods.size,
      welcome: fleet.pods.size === 0,
    });
    const selected = rows[podIds.indexOf(view.list.selectedId ?? '')] ?? null;
    return {
      fleet,
      jobs,
      deploys,
      resources,
      forwards,
      logs,
      life,
      view,
      nowMs,
      clockMs,
      size,
      paint,
      layout,
      rows,
      podIds,
      totals,
      selected,
      histories,
    };
  };
}
