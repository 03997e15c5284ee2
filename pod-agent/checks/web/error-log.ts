/** Lines of nginx's error log: `2026/11/25 13:00:00 [error] 17#17: *3 open() "/x" failed (2: No such file or directory), …`. */

export type ErrorLine = {
  /** null where it cannot be told. */
  readonly atMs: number | null;
  readonly level: string;
  readonly text: string;
};

const line =
  /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[(emerg|alert|crit|error|warn|notice|info)\] (?:\d+#\d+: )?(.*)$/;

/** @param zone What `date +%z` says, such as `+0200`: the log has the pod's local time and does not name its zone. */
export function errorLines(text: string, zone: string): readonly ErrorLine[] {
  return text.split('\n').flatMap((each) => {
    const [, year, month, day, time, level, words] = line.exec(each) ?? [];
    if (level === undefined || words === undefined) return [];
    const atMs = Date.parse(`${year}-${month}-${day}T${time}${offsetIn(zone)}`);
    return { atMs: Number.isFinite(atMs) ? atMs : null, level, text: words };
  });
}

/** `+02:00`, as Date.parse wants it; UTC where nobody says, as containers have it. */
export function offsetIn(zone: string): string {
  const [, sign, hours, minutes] = /^\s*([+-])(\d\d):?(\d\d)/.exec(zone) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}

/** How far back counts as now. */
export const recentMs = 10 * 60_000;

/** Also what is a little ahead: clocks are read one after the other. */
export function isRecent(atMs: number | null, wallMs: number, withinMs = recentMs): boolean {
  return atMs !== null && wallMs - atMs <= withinMs && atMs - wallMs < 60_000;
}
