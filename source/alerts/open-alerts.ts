/** Every alert that is open now, as a value: signs of pods, what their health reports raise, budgets, stopped pods that bill. */
import { signsOf } from '../fleet/condition.ts';
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import { isHealthStale } from '../fleet/freshness.ts';
import { type AlertKind, alertKinds, holds } from '../fleet/quiet.ts';
import { healthReport } from '../fleet/signs/health-report.ts';
import type { ConditionKind } from '../fleet/signs/sign.ts';
import { type Alert, alertKey, type RaisedAlert } from './alert.ts';
import { moneyOpenAlerts } from './money-open-alerts.ts';

/** The loud ones first, of them the worst first. */
export function openAlerts(fleet: Fleet, nowMs: number): readonly Alert[] {
  const raised = [
    ...[...fleet.pods.values()].flatMap((entry) => alertsOfPod(entry, nowMs)),
    ...moneyOpenAlerts(fleet, nowMs),
  ];
  return raised.map((alert) => known(alert, fleet, nowMs)).sort(byNeed);
}

function known(alert: RaisedAlert, { alerts }: Fleet, nowMs: number): Alert {
  const key = alertKey(alert.podId, alert.rule);
  const found = alerts.quiet.get(key) ?? null;
  const quiet = found !== null && holds(found, alert.kind, nowMs) ? found : null;
  return { ...alert, key, sinceMs: alert.sinceMs ?? alerts.sinceMs.get(key) ?? null, quiet };
}

function alertsOfPod(entry: PodEntry, nowMs: number): readonly RaisedAlert[] {
  const { id: podId, name: podName } = entry.pod;
  const signs = signsOf(entry, nowMs);
  const isGpuSeen = signs.some(({ rule }) => rule.subject === 'gpu');
  return signs.flatMap(({ rule, sign }): readonly RaisedAlert[] => {
    const { kind, word, text } = sign;
    if (!isAlertKind(kind)) return [];
    if (rule === healthReport) return ofHealthReport(entry, { nowMs, isGpuSeen, word });
    const sinceMs = rule.id === 'idle' ? entry.idleSinceMs : null;
    return [{ podId, podName, rule: rule.id, kind, word, text, sinceMs }];
  });
}

function isAlertKind(kind: ConditionKind): kind is AlertKind {
  return alertKinds.some((each) => each === kind);
}

/** Each of the report's own alerts for itself: who has seen the full disk has not seen that memory is short. */
function ofHealthReport(
  { pod, health }: PodEntry,
  seen: { readonly nowMs: number; readonly isGpuSeen: boolean; readonly word: string },
): readonly RaisedAlert[] {
  const { id: podId, name: podName } = pod;
  const { checks = [], alerts = [], status } = health?.report ?? {};
  const open = alerts.filter(({ resolvedAtMs }) => resolvedAtMs === null);
  // A card that the samples show as broken has its own sign.
  const isTold = (checkId: string): boolean => seen.isGpuSeen && checkId === 'gpu';
  if (open.length > 0)
    return open
      .filter(({ checkId }) => !isTold(checkId))
      .map(({ fingerprint, checkId, severity, summary, sinceMs }) => ({
        ...{ podId, podName, rule: `health:${fingerprint}`, kind: severity, text: summary, sinceMs },
        word: open.length === 1 ? seen.word : checkId,
      }));
  const worst = checks.find((check) => check.status === status);
  if (worst !== undefined && isTold(worst.id)) return [];
  const kind = status === 'fail' ? 'fail' : 'warn';
  const text = worst?.summary ?? `Health report: ${status}.`;
  return [{ podId, podName, rule: healthReport.id, kind, word: seen.word, text, sinceMs: null }];
}

function byNeed(one: Alert, other: Alert): number {
  return (
    Number(one.quiet !== null) - Number(other.quiet !== null) ||
    alertKinds.indexOf(one.kind) - alertKinds.indexOf(other.kind) ||
    // An account that spends too much can wait for a pod that fails.
    Number(one.podId === null) - Number(other.podId === null) ||
    one.podName.localeCompare(other.podName, 'en', { numeric: true }) ||
    one.rule.localeCompare(other.rule)
  );
}

/** Whether an alert of that rule, which is not open, is known to be over; false: nobody can tell. */
export function isKnownOver(fleet: Fleet, key: string, nowMs: number): boolean {
  const podId = key.slice(0, key.indexOf(' '));
  const rule = key.slice(key.indexOf(' ') + 1);
  if (podId === 'account') return fleet.money.accountAtMs !== null && fleet.money.billedMonth !== null;
  const entry = fleet.pods.get(podId);
  // Another console may watch it, and one that has gone raises nothing.
  if (entry === undefined) return false;
  if (entry.pod.state.kind !== 'running') return entry.pod.state.kind !== 'unknown';
  if (entry.link.kind !== 'live') return false;
  return rule.startsWith('health') ? !isHealthStale(entry, nowMs) : entry.sample !== null;
}
