/** Which function draws which pane. The start-up view alone is a component, for its spinner. */
import type { PaneKind } from '../layout/rect.ts';
import { drawAlerts } from './alerts-pane.ts';
import { drawCrumb } from './crumb-pane.ts';
import { drawDetail } from './detail/detail-panes.ts';
import { drawStrip } from './detail/strip-pane.ts';
import { drawDivider } from './divider-pane.ts';
import { drawFleetHistory } from './fleet-history-pane.ts';
import { drawFooter } from './footer-pane.ts';
import { drawHeader } from './header-pane.ts';
import { drawHealth } from './health-pane.ts';
import { drawHeat } from './heat-pane.ts';
import { drawJobs } from './jobs/jobs-pane.ts';
import { drawList } from './list/list-pane.ts';
import { drawLogs } from './logs/logs-pane.ts';
import { drawLastOutput, drawOutput } from './output-panes.ts';
import type { DrawPane } from './pane.ts';
import { drawReleases } from './releases/releases-pane.ts';
import { drawTable } from './table-pane.ts';
import { drawTooSmall } from './too-small-pane.ts';

export const drawPanes: Readonly<Record<Exclude<PaneKind, 'welcome'>, DrawPane>> = {
  header: drawHeader,
  alerts: drawAlerts,
  crumb: drawCrumb,
  list: drawList,
  strip: drawStrip,
  detail: drawDetail,
  'full-detail': drawDetail,
  health: drawHealth,
  output: drawOutput,
  jobs: drawJobs,
  releases: drawReleases,
  table: drawTable,
  logs: drawLogs,
  'last-output': drawLastOutput,
  heat: drawHeat,
  'fleet-history': drawFleetHistory,
  divider: drawDivider,
  footer: drawFooter,
  'too-small': drawTooSmall,
};
