/** A health report has come: what is new in it goes to the stream, what is as before does not. */
import type { HealthFrame } from '../../../pod-agent/protocol/frames.ts';
import type { HealthAlert, HealthReport } from '../../../pod-agent/protocol/health-report.ts';
import { signsOf } from '../condition.ts';
import type { PodEntry, ReportLevel } from '../fleet.ts';
import { addReport, type Draft } from './draft.ts';

export function healthArrived(
  draft: Draft,
  entry: PodEntry,
  arrival: { readonly frame: HealthFrame; readonly atMs: number },
): void {
  const { frame, atMs } = arrival;
  const before = entry.health?.report ?? null;
  draft.pods.set(entry.pod.id, {
    ...entry,
    health: { report: frame.report, source: frame.source, receivedAtMs: atMs },
  });
  const report = (level: ReportLevel, subject: string, text: string, fingerprint: string): void =>
    addReport(draft, {
      atMs,
      level,
      podId: entry.pod.id,
      podName: entry.pod.name,
      subject,
      text,
      fingerprint: `${entry.pod.id}:${fingerprint}`,
    });

  // A card that the samples show as broken has been said already, up to a period ago.
  const seen = signsOf(entry, atMs).some(({ rule }) => rule.subject === 'gpu');
  const open = openAlerts(before);
  const openNow = openAlerts(frame.report);
  for (const [fingerprint, alert] of openNow) {
    if (open.get(fingerprint)?.severity !== alert.severity && !(seen && alert.checkId === 'gpu'))
      report(alert.severity, alert.checkId, alert.summary, fingerprint);
  }
  for (const [fingerprint, alert] of open) {
    if (!openNow.has(fingerprint))
      report('ok', alert.checkId, `resolved: ${alert.summary}`, `${fingerprint}:resolved`);
  }
  // That all is well at the first contact is no news: the list shows it.
  const isNews = before === null ? frame.report.status !== 'ok' : before.status !== frame.report.status;
  if (isNews && openNow.size === 0) {
    report(frame.report.status, 'health', summaryOf(frame.report), `health:${frame.report.status}`);
  }
}

function openAlerts(report: HealthReport | null): Map<string, HealthAlert> {
  const open = (report?.alerts ?? []).filter((alert) => alert.resolvedAtMs === null);
  return new Map(open.map((alert) => [alert.fingerprint, alert]));
}

function summaryOf(report: HealthReport): string {
  const good = report.checks.filter((check) => check.status === 'ok').length;
  const other = report.checks.filter((check) => check.status !== 'ok').map((check) => check.summary);
  return [`${good} of ${report.checks.length} checks ok`, ...other].join(' · ');
}
