/** A column of the pod list is a record. */
import type { PodRow, SortKey } from '../../../fleet/questions.ts';
import type { Span } from '../../draw/paint.ts';
import type { Align } from '../../draw/rows.ts';

/** What decides which columns there are, and how wide. */
export type Room = { readonly width: number; readonly wide: boolean };

export type Column = {
  readonly id: string;
  readonly title: string;
  readonly align: Align;
  /** The order that is about this column; its title carries the arrow then. */
  readonly sortKey?: SortKey;
  /** Cells; 0 where there is no room for it. Name and health share what is left over. */
  width(room: Room): number;
  /** At most `width` cells. */
  spans(row: PodRow, cell: { readonly width: number; readonly nowMs: number }): readonly Span[];
};
