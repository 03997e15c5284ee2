/** A rectangle of cells; rows and columns count from 0. */
export type Rect = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** A pane and its place. */
export type Placed = {
  readonly kind: PaneKind;
  readonly rect: Rect;
  /** Columns within the pane where a vertical rule ends on its title. */
  readonly joints?: readonly number[];
};

export const paneKinds = [
  'header',
  'alerts',
  'crumb',
  'list',
  'strip',
  'detail',
  'health',
  'output',
  'jobs',
  'releases',
  'table',
  'logs',
  'last-output',
  'heat',
  'fleet-history',
  'divider',
  'full-detail',
  'welcome',
  'footer',
  'too-small',
] as const;
export type PaneKind = (typeof paneKinds)[number];
