/** Alerts, watched: lines of the health stream, since when each is open, and what is quiet, as a file beside has it. */
import { evaluateAlerts, noAlerts } from '../alerts/alerts.ts';
import { openAlerts } from '../alerts/open-alerts.ts';
import { quietEnds } from '../alerts/quiet-ends.ts';
import { messageOf } from '../base/message-of.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Quiet, QuietWish } from '../fleet/quiet.ts';
import { changeTo, type QuietChanges, quietAfter } from '../fleet/quiet-change.ts';

/** Where it outlives the console what is acknowledged and snoozed. */
export type QuietKeeper = {
  read(): Promise<ReadonlyMap<string, Quiet>>;
  /** @returns What is kept then. */
  change(changes: QuietChanges): Promise<ReadonlyMap<string, Quiet>>;
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
  /** What is not in the file yet; where nothing can be written this console alone knows of it, and tries again. */
  let unkept: QuietChanges = new Map();
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
    const ends = quietEnds(quiet, overSinceMs, { fleet, open, nowMs: atMs });
    overSinceMs = ends.overSinceMs;
    const now = new Map(open.map(({ key }) => [key, sinceMs.get(key) ?? atMs]));
    const isSame = now.size === sinceMs.size && [...now.keys()].every((key) => sinceMs.has(key));
    sinceMs = now;
    if (ends.ended.size > 0) change(ends.ended);
    else if (!isSame) tell();
    if (atMs - readAtMs >= readEveryMs) keep();
  }

  function tell(): void {
    dispatch({ kind: 'alerts', atMs: nowMs(), alerts: { quiet, sinceMs } });
  }

  /** At once on the screen; what the file makes of it comes after. */
  function change(changes: QuietChanges): void {
    quiet = quietAfter(quiet, changes);
    tell();
    if (keeper === undefined) return;
    unkept = new Map([...unkept, ...changes]);
    keep();
  }

  function keep(): void {
    readAtMs = nowMs();
    if (keeper !== undefined) working = working.then(() => keepIn(keeper)).catch(complain);
  }

  async function keepIn(keeper: QuietKeeper): Promise<void> {
    const changes = unkept;
    const found = changes.size === 0 ? await keeper.read() : await keeper.change(changes);
    unkept = new Map([...unkept].filter(([key, each]) => changes.get(key) !== each));
    hasTrouble = false;
    // What has been changed while the file was under way comes next.
    const now = quietAfter(found, unkept);
    if (isClosed || isEqual(now, quiet)) return;
    quiet = now;
    tell();
  }

  /** Once: a disk that is full is full each time. */
  function complain(error: unknown): void {
    if (!hasTrouble && !isClosed)
      dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: messageOf(error) });
    hasTrouble = true;
  }

  keep();
  // What is quiet is known before the first line is told.
  void working.then(() => {
    if (!isClosed) timer = setInterval(look, lookEveryMs);
  });

  return {
    quiet(key, wish) {
      const wished = wish === null ? null : { ...wish, by: wish.by ?? operatorName };
      change(new Map([[key, changeTo(wished)]]));
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
