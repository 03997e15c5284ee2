/** One line of a pod's log. Its time is its name too: no two lines of a pod have the same microsecond. */

export type LogSource = 'container' | 'system';

export type LogLine = { readonly atUs: number; readonly source: LogSource; readonly text: string };

/** Lines that are written at one time by several writers: each has microseconds of its own. */
const lanes = { system: 1, flood: 0, script: 2 } as const;
const laneCount = 4;

export function inLane(us: number, lane: keyof typeof lanes): number {
  return Math.floor(us / laneCount) * laneCount + lanes[lane];
}

/** RFC 3339 with six digits after the second: "2026-11-25T22:30:00.123456Z". */
export function timestampOf(us: number): string {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
}

/** null: it is no time. What follows a slash, as in "2026-06-01T12:02:03Z/000000000001", is passed over. */
export function microsecondsIn(text: string): number | null {
  const [, second, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)(?:\/\d+)?$/.exec(text.trim()) ?? [];
  if (second === undefined || zone === undefined) return null;
  const ms = Date.parse(`${second}${zone}`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
