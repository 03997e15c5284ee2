/** How high the list is. */

/** Rows that the list needs for the whole fleet, its head included, but not more than its share. */
export function listRows(
  podCount: number,
  room: { readonly available: number; readonly share: number },
): number {
  const most = Math.max(4, Math.floor(room.available * room.share));
  return Math.min(Math.max(podCount + 1, 4), most);
}
