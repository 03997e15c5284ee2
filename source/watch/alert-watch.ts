/** Alerts, watched: lines of the health stream, since when each is open, and what is quiet, as a file beside has it. */
import { evaluateAlerts, noAlerts } from '../alerts/alerts.ts';
import { openAlerts } from '../alerts/open-alerts.ts';
import { quietChanges } from '../alerts/quiet-changes.ts';
import { messageOf } from '../base/message-of.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Quiet, QuietWish } from '../fleet/quiet.ts';

/** Where it outlives the console what is acknowledged and snoozed. */
export type QuietKeeper = {
  read(): Promise<ReadonlyMap<string, Quiet>>;
  change(changes: ReadonlyMap<string, Quiet | null>): Promise<ReadonlyMap<string, Quiet>>;
};

export type AlertWatchOptions = {
  readonly snapshot: () => Fleet;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
  /** Absent: only this console knows. */
  readonly keeper?: QuietKeeper;
  /** Who acknowledges and snoozes here. */
  readonly operatorName: string;
};

export type AlertWatch = {
  /** null: it is loud again. */
  quiet(key: string, wish: QuietWish | null): void;
  close(): Promise<void>;
};

/** Signs are looked for once a second: a pod that has gone silent sends no event that could say so. */
const lookEveryMs = 1_000;
/** Another console, or the command line, may have changed the file. */
const readEveryMs = 5_000;

export function watchAlerts(options: AlertWatchOptions): AlertWatch {
  const { snapshot, dispatch, nowMs, keeper, operatorName } = options;
  let state = noAlerts;
  let quiet: ReadonlyMap<string, Quiet> = new Map();
  let sinceMs: ReadonlyMap<string, number> = new Map();
  let overSinceMs: ReadonlyMap<string, number> = new Map();
  let readAtMs = 0;
  let hasTrouble = false;
  let isClosed = false;
  let pendingChanges = 0;
  /** One after the other. */
  let working: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setInterval> | null = null;

  function look(): void {
    const atMs = nowMs();
    const fleet = snapshot();
    const open = openAlerts(fleet, atMs);
    const evaluated = evaluateAlerts(state, fleet, atMs, new Map(open.map((each) => [each.key, each.quiet])));
    state = evaluated.state;
    for (const event of evaluated.events) dispatch(event);
    const changes = quietChanges(quiet, overSinceMs, { fleet, open, nowMs: atMs });
    overSinceMs = changes.overSinceMs;
    const now = new Map(open.map(({ key }) => [key, sinceMs.get(key) ?? atMs]));
    const isSame = now.size === sinceMs.size && [...now.keys()].every((key) => sinceMs.has(key));
    sinceMs = now;
    if (changes.ended.length > 0) change(new Map(changes.ended.map((key) => [key, null])));
    else if (!isSame) tell();
    if (atMs - readAtMs >= readEveryMs) read();
  }

  function tell(): void {
    dispatch({ kind: 'alerts', atMs: nowMs(), alerts: { quiet, sinceMs } });
  }

  /** At once on the screen; what the file makes of it comes after. */
  function change(changes: ReadonlyMap<string, Quiet | null>): void {
    const all = new Map(quiet);
    for (const [key, each] of changes)
      if (each === null) all.delete(key);
      else all.set(key, each);
    quiet = all;
    tell();
    if (keeper === undefined) return;
    pendingChanges += 1;
    working = working
      .then(() => keeper.change(changes))
      .finally(() => {
        pendingChanges -= 1;
      })
      .then(take, complain);
  }

  function read(): void {
    readAtMs = nowMs();
    if (keeper !== undefined) working = working.then(() => keeper.read()).then(take, complain);
  }

  function take(found: ReadonlyMap<string, Quiet>): void {
    // A reading that was under way must not bring back what has just been changed.
    if (isClosed || pendingChanges > 0 || isEqual(found, quiet)) return;
    quiet = found;
    tell();
  }

  /** Once: a disk that is full is full each time. */
  function complain(error: unknown): void {
    if (!hasTrouble && !isClosed)
      dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: messageOf(error) });
    hasTrouble = true;
  }

  read();
  // What is quiet is known before the first line is told.
  void working.then(() => {
    if (!isClosed) timer = setInterval(look, lookEveryMs);
  });

  return {
    quiet(key, wish) {
      change(new Map([[key, wish === null ? null : { ...wish, by: wish.by ?? operatorName }]]));
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearInterval(timer);
      await working;
    },
  };
}

function isEqual(one: ReadonlyMap<string, Quiet>, other: ReadonlyMap<string, Quiet>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([key, { atMs, untilMs, kind }]) => {
    const found = other.get(key);
    return found?.atMs === atMs && found.untilMs === untilMs && found.kind === kind;
  });
}
