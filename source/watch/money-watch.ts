/** Money, watched: what was billed every five minutes, what is idle every second, and what comes of it. */
import { messageOf } from '../base/message-of.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { OwnSessions } from '../fleet/own-sessions.ts';
import { billedSums } from '../money/billed-sums.ts';
import { budgetStandings } from '../money/budgets.ts';
import { dayName, dayStartMs, monthStartMs } from '../money/days.ts';
import { moneyReport } from '../money/figures.ts';
import { type IdleAct, type IdleStops, keepPod, stepIdleStops } from '../money/idle-stop.ts';
import { type MoneyAlertState, noMoneyAlerts, stepMoneyAlerts } from '../money/money-alerts.ts';
import { nothingObserved, type Observed, observe } from '../money/observe.ts';
import { daysOfMonth, observedOf, type SeenDay, type SeenDays, seenToday } from '../money/seen-days.ts';
import type { MoneySettings } from '../money/settings.ts';
import type { CloudFailure } from '../runpod/cloud.ts';
import type { MoneyCloud } from '../runpod/money-cloud.ts';
import { createPoller } from './poller.ts';

/** Where what was seen outlives the console. */
export type SeenKeeper = {
  read(days: readonly string[]): Promise<SeenDays>;
  write(day: string, pods: ReadonlyMap<string, SeenDay>): Promise<void>;
};

/** Where it outlives the console what has been told of money: a budget that was crossed is told once. */
export type ToldKeeper = {
  read(): Promise<MoneyAlertState>;
  write(told: MoneyAlertState): Promise<void>;
};

export type MoneyWatchOptions = {
  readonly snapshot: () => Fleet;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
  /** null: no API. */
  readonly cloud: MoneyCloud | null;
  readonly settings: MoneySettings;
  readonly keeper: SeenKeeper;
  /** Absent: this console alone remembers. */
  readonly told?: ToldKeeper;
  readonly readOnly: boolean;
  /** By what this console itself works with a pod; null: by nothing. */
  readonly attendedBy: (podId: string) => string | null;
  readonly ownSessions?: (podId: string) => OwnSessions;
  readonly stopPod: (podId: string, reason: string) => void;
};

export type MoneyWatch = {
  /** The idle pod stays, while this idle time lasts. */
  keepPod(podId: string): void;
  close(): Promise<void>;
};

const billingEveryMs = 300_000;
/** A wire that does not bill may be joined by one that does. */
const unsupportedEveryMs = 900_000;
const lookEveryMs = 1_000;
const keepEveryMs = 60_000;
/** Budgets are of hours and days. */
const alertsEveryMs = 5_000;

export function watchMoney(options: MoneyWatchOptions): MoneyWatch {
  const { snapshot, dispatch, nowMs, settings, keeper } = options;
  let observed: Observed = nothingObserved;
  let stops: IdleStops = new Map();
  let alerts: MoneyAlertState = noMoneyAlerts;
  let alertedAtMs = 0;
  let keptAtMs = nowMs();
  let keptDay = dayName(nowMs());
  let hasTrouble = false;
  let keeping: Promise<void> = Promise.resolve();
  let isClosed = false;

  const { budget, stoppedAfterDays: days } = settings;
  dispatch({ kind: 'budget', atMs: nowMs(), budget, stoppedAfterDays: days });
  const beganMs = nowMs();
  const began = Promise.all([keeper.read(daysOfMonth(beganMs)), options.told?.read()]).then(
    ([days, told]) => {
      observed = observedOf(days, nowMs());
      alerts = told ?? noMoneyAlerts;
    },
    () => undefined,
  );
  const { cloud } = options;
  const billing = cloud === null ? null : pollBilling(options, cloud);

  function look(): void {
    const atMs = nowMs();
    if (dayName(atMs) !== keptDay) keep();
    const { attendedBy, ownSessions, readOnly } = options;
    const fleet = snapshot();
    observed = observe(observed, fleet, {
      ...{ nowMs: atMs, limits: settings.idleLimits, attendedBy },
      ...(ownSessions === undefined ? {} : { ownSessions }),
    });
    const stepped = stepIdleStops(stops, {
      ...{ fleet, seen: observed.pods, rules: settings.idleRules, readOnly, nowMs: atMs },
    });
    stops = stepped.stops;
    dispatch({ kind: 'money-seen', atMs, seen: observed.pods, idleStops: stops });
    for (const act of stepped.acts) carryOut(act, fleet, atMs);
    if (atMs - alertedAtMs >= alertsEveryMs) alert(atMs);
    if (atMs - keptAtMs >= keepEveryMs) keep();
  }

  function carryOut(act: IdleAct, fleet: Fleet, atMs: number): void {
    if (act.kind === 'stop') {
      options.stopPod(act.podId, act.reason);
      return;
    }
    const podName = fleet.pods.get(act.podId)?.pod.name ?? act.podId;
    const { kind: _, ...line } = act;
    dispatch({ kind: 'report', atMs, podName, subject: 'cost', ...line });
  }

  function alert(atMs: number): void {
    alertedAtMs = atMs;
    const fleet = snapshot();
    if (!isSettled(fleet, { cloud: options.cloud, waitedMs: atMs - beganMs })) return;
    const report = moneyReport(fleet, atMs);
    const standings = budgetStandings(report, settings.budget);
    const { stoppedAfterDays } = settings;
    const stepped = stepMoneyAlerts(alerts, { report, standings, stoppedAfterDays, nowMs: atMs });
    alerts = stepped.state;
    for (const line of stepped.lines) dispatch({ kind: 'report', atMs, subject: 'cost', ...line });
    const { told } = options;
    if (stepped.lines.length === 0 || told === undefined) return;
    keeping = keeping.then(() => told.write(stepped.state)).catch(complain);
  }

  /** What has been seen of the day that was. */
  function keep(): void {
    const day = keptDay;
    const pods = seenToday(observed);
    keptAtMs = nowMs();
    keptDay = dayName(keptAtMs);
    if (pods.size === 0) return;
    keeping = keeping.then(() => keeper.write(day, pods)).catch(complain);
  }

  /** Once: a disk that is full is full each minute. */
  function complain(error: unknown): void {
    if (!hasTrouble) dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: messageOf(error) });
    hasTrouble = true;
  }

  let timer: ReturnType<typeof setInterval> | null = null;
  void began.then(() => {
    if (!isClosed) timer = setInterval(look, lookEveryMs);
  });

  return {
    keepPod(podId) {
      const kept = keepPod(stops, podId);
      if (kept === stops) return;
      stops = kept;
      const atMs = nowMs();
      const name = snapshot().pods.get(podId)?.pod.name ?? podId;
      dispatch({ kind: 'money-seen', atMs, seen: observed.pods, idleStops: stops });
      dispatch({ kind: 'output', atMs, level: 'ok', text: `${name} stays, for as long as it is idle now.` });
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearInterval(timer);
      billing?.close();
      await began;
      if (timer !== null) keep();
      await keeping;
    },
  };
}

/** RunPod does not answer everything at once. */
const longestWaitMs = 30_000;

/** Until all has been asked, an amount by one source would be told, and then another by a better one. */
function isSettled(
  { money, cloud: { kind } }: Fleet,
  about: { readonly cloud: MoneyCloud | null; readonly waitedMs: number },
): boolean {
  if (about.cloud === null || about.waitedMs >= longestWaitMs) return true;
  const isBillingAsked = money.billedMonth !== null || money.billingFailure !== null;
  return kind === 'live' && isBillingAsked && money.accountAtMs !== null;
}

function pollBilling({ dispatch, nowMs }: MoneyWatchOptions, cloud: MoneyCloud) {
  async function askOne(of: 'today' | 'month', signal: AbortSignal): Promise<CloudFailure | null> {
    const beganMs = nowMs();
    const fromMs = of === 'today' ? dayStartMs(beganMs) : monthStartMs(beganMs);
    const answer = await cloud.billing({ fromMs, bucket: of === 'today' ? 'hour' : 'day' }, signal);
    if (signal.aborted) return null;
    if (!answer.ok) return answer;
    const sums = billedSums(answer.value, { fromMs, readAtMs: beganMs });
    dispatch({ kind: 'billed', atMs: nowMs(), of, sums });
    return null;
  }

  return createPoller({
    async ask(signal) {
      const failure = (await askOne('today', signal)) ?? (await askOne('month', signal));
      if (failure === null) return billingEveryMs;
      const isUnsupported = failure.code === 'unsupported' || failure.code === 'gone';
      dispatch({ kind: 'billing-failed', atMs: nowMs(), reason: failure.message, isUnsupported });
      return isUnsupported ? unsupportedEveryMs : Math.max(billingEveryMs, failure.retryAfterMs ?? 0);
    },
    onThrow(error) {
      dispatch({ kind: 'billing-failed', atMs: nowMs(), reason: messageOf(error), isUnsupported: false });
      return billingEveryMs;
    },
  });
}
