/** What operators have done with alerts: acknowledged, or put off for a while. Kept in the snapshot by the alert's key. */

/** The conditions that need attention, the worst first. */
export const alertKinds = ['fail', 'warn', 'lost', 'idle'] as const;
export type AlertKind = (typeof alertKinds)[number];

export type Quiet = {
  readonly kind: 'acknowledged' | 'snoozed';
  /** Who did it. */
  readonly by: string;
  readonly atMs: number;
  /** Until when it is put off; null: until it is over. */
  readonly untilMs: number | null;
  /** How bad it was then. What gets worse is heard again. */
  readonly was: AlertKind;
};

/** As the operator wishes it. `by` null: the operator of this console. */
export type QuietWish = Omit<Quiet, 'by'> & { readonly by: string | null };

export type FleetAlerts = {
  readonly quiet: ReadonlyMap<string, Quiet>;
  /** Since when this console has seen each that is open. */
  readonly sinceMs: ReadonlyMap<string, number>;
};

export const noFleetAlerts: FleetAlerts = { quiet: new Map(), sinceMs: new Map() };

/** Whether it still holds: its time is not over, and what it is about has not got worse. */
export function holds({ untilMs, was }: Quiet, kind: AlertKind, nowMs: number): boolean {
  const isOver = untilMs !== null && nowMs >= untilMs;
  return !isOver && alertKinds.indexOf(kind) >= alertKinds.indexOf(was);
}
