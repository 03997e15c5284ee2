/** What the screen shows when an action comes: the reducer's only knowledge of fleet and layout. */
import type { ResourcesSnapshot } from '../../fleet/catalogue.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { ForwardsSnapshot } from '../../fleet/forwards.ts';
import type { DeploysSnapshot } from '../../jobs/model/deploys.ts';
import type { JobsSnapshot } from '../../jobs/model/job.ts';
import type { LifeSnapshot } from '../../life/life-snapshot.ts';
import type { LogsSnapshot } from '../../logs/model/snapshot.ts';
import type { PaneLine } from './pane-lines.ts';
import type { PaneId } from './view.ts';

export type Situation = {
  readonly fleet: Fleet;
  readonly nowMs: number;
  /** The rows of the list in their order, filtered. */
  readonly podIds: readonly string[];
  /** Panes that are on the screen and can have the keys. */
  readonly panes: readonly PaneId[];
  /** Rows of content that each pane shows at once. */
  readonly pageRows: Readonly<Record<PaneId, number>>;
  /** Rows that the detail would need. */
  readonly detailRows: number;
  readonly jobs: JobsSnapshot;
  readonly deploys: DeploysSnapshot;
  readonly resources: ResourcesSnapshot;
  readonly forwards: ForwardsSnapshot;
  readonly logs: LogsSnapshot;
  readonly life: LifeSnapshot;
  /** Of the console's own lines the lowest one that is seen where the oldest stands at the top. */
  readonly outputTop: number;
  /** Rows that the details of the open release would need. */
  readonly releaseRows: number;
  /** Rows of the plan that is open, and how many of them are seen at once. */
  readonly planRoom: { readonly rows: number; readonly pageRows: number };
  /** The rows of the job in the output pane. */
  readonly jobLines: readonly PaneLine[];
  /** The same with nothing folded. */
  linesUnfolded(): readonly PaneLine[];
  /** The key of a binding by its id, for sentences that name one. */
  keyOf(id: string): string;
};
