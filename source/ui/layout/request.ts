/** What the layout depends on, and nothing else. */
import type { View } from '../state/view.ts';

export type Size = { readonly columns: number; readonly rows: number };

export type LayoutRequest = {
  readonly size: Size;
  readonly view: Pick<View, 'page' | 'focus' | 'zoom' | 'headerMode'> & { readonly detailOpen: boolean };
  /** Of the whole fleet, not of the filtered list: panes must not move while a filter is typed. */
  readonly podCount: number;
  /** Nothing is listed yet, or nothing is there. */
  readonly welcome: boolean;
};
