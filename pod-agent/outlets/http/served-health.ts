/** `/health.json` from what the agent knows. Pure. */
import type { HealthAlert, HealthCheck, HealthReport, HealthStatus } from '../../protocol/health-report.ts';
import type { ServedHealth, ServedStart } from '../../protocol/served-health.ts';
import { asUnknown, freshnessOf } from '../report-age.ts';
import type { AgentView } from './agent-view.ts';
import { servedGpu } from './served-gpu.ts';

const maxChecks = 16;
const maxAlerts = 32;
const maxPhases = 32;
const maxFindings = 16;
const longestText = 500;

/**
 * @param nowMs The pod's wall clock. A report older than three of its periods, or more than one ahead, is `unknown`, with
 * its age as the reason.
 */
export function servedHealth(view: AgentView, nowMs: number): ServedHealth {
  const isFresh = view.report !== null && freshnessOf(view.report, nowMs) === 'fresh';
  const report = view.report === null || isFresh ? view.report : asUnknown(view.report, nowMs);
  return {
    schema: 1,
    ...verdictOf(report, view.start),
    live: true,
    ...view.identity,
    uptimeSeconds: Math.round(view.uptimeSeconds),
    atMs: nowMs,
    report: report === null ? null : ageOf(report, nowMs),
    // Figures of a moment that is long gone are not the cards' state any more.
    gpu: servedGpu(view.sample?.gpu, isFresh),
    checks: report?.checks.slice(0, maxChecks).map(servedCheck) ?? [],
    alerts: report?.alerts.slice(0, maxAlerts).map(servedAlert) ?? [],
    start: view.start === null ? null : servedStart(view.start),
    ...(report?.stopSwitch === undefined ? {} : { stopSwitch: report.stopSwitch }),
  };
}

/** What kept the pod from starting is why it does not serve, whatever else is well. */
function verdictOf(
  report: HealthReport | null,
  start: ServedStart | null,
): { readonly status: HealthStatus; readonly summary: string } {
  if (start?.state === 'failed') return { status: 'fail', summary: cut(failureOf(start)) };
  if (report === null)
    return { status: 'unknown', summary: 'There is no report yet: the agent has just begun.' };
  return { status: report.status, summary: cut(summaryOf(report)) };
}

function failureOf({ phases }: ServedStart): string {
  const failed = phases.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return 'The pod did not start.';
  return `The pod did not start: ${failed.id}${failed.found.map((finding) => `: ${finding}`).join('')}`;
}

function summaryOf({ status, checks }: HealthReport): string {
  const worst = checks.find((check) => check.status === status);
  if (status !== 'ok') return worst === undefined ? `The pod is ${status}.` : `${worst.id}: ${worst.summary}`;
  const well = checks.filter((check) => check.status === 'ok').length;
  // What does not apply to this pod is unknown, and takes nothing from its being well.
  const others = checks.filter((check) => check.status !== 'ok').map(({ id }) => id);
  const counted = well === 1 ? '1 check, well' : `${well} checks, all well`;
  return others.length === 0 ? counted : `${counted}; not checked: ${others.join(', ')}`;
}

function ageOf({ atMs, periodMs }: HealthReport, nowMs: number): ServedHealth['report'] {
  // A clock that was set back makes no report one of the future.
  return { atMs, ageSeconds: Math.max(0, Math.round((nowMs - atMs) / 1000)), periodSeconds: periodMs / 1000 };
}

function servedCheck({ id, status, summary, value, unit }: HealthCheck): ServedHealth['checks'][number] {
  return { id, status, summary: cut(summary), value, unit };
}

function servedAlert(alert: HealthAlert): ServedHealth['alerts'][number] {
  const { checkId, severity, summary, sinceMs, resolvedAtMs } = alert;
  return { checkId, severity, summary: cut(summary), sinceMs, resolvedAtMs };
}

function servedStart({ state, tookMs, phases }: ServedStart): ServedStart {
  return {
    state,
    tookMs,
    phases: phases.slice(0, maxPhases).map((phase) => ({
      ...phase,
      found: phase.found.slice(0, maxFindings).map(cut),
      fix: phase.fix === null ? null : cut(phase.fix),
    })),
  };
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}
