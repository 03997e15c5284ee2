/** UTC days and months, as RunPod bills. Pure. */

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export function dayStartMs(atMs: number): number {
  return Math.floor(atMs / dayMs) * dayMs;
}

export function monthStartMs(atMs: number): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** "2026-11-25" */
export function dayName(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** "2026-11" */
export function monthName(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** "14:02Z" of the same UTC day, "11-24 14:02Z" of another. */
export function clockText(atMs: number, nowMs: number): string {
  const text = new Date(atMs).toISOString();
  const time = `${text.slice(11, 16)}Z`;
  return dayName(atMs) === dayName(nowMs) ? time : `${text.slice(5, 10)} ${time}`;
}
