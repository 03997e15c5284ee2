/** Which columns a list of a given width has, and the cells of each. Worked out once for all its rows. */
import type { Column, Room } from './column.ts';
import { middleColumns } from './columns.ts';

export type ListPlan = {
  readonly nameWidth: number;
  readonly columns: readonly { readonly column: Column; readonly width: number }[];
  readonly healthWidth: number;
};

/** Marker, glyph and the space after them. */
export const signWidth = 3;

const shortestName = 10;
/** "connecting", "no answer", "stale 59m": the words of conditions. */
const shortestHealth = 10;

export function listPlan(room: Room): ListPlan {
  const columns = middleColumns
    .map((column) => ({ column, width: column.width(room) }))
    .filter(({ width }) => width > 0);
  const taken = columns.reduce((sum, { width }) => sum + width + 1, signWidth + 1);
  const free = Math.max(0, room.width - taken);
  const nameWidth = Math.max(shortestName, Math.min(longestName(room), free - shortestHealth));
  return { nameWidth, columns, healthWidth: Math.max(0, free - nameWidth) };
}

function longestName({ width }: Room): number {
  if (width >= 150) return 32;
  return width >= 100 ? 22 : 19;
}
