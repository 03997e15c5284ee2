import type { AppCheck, Judge, JudgeInput, Observation, Signal } from './judge.ts';
import { figure, warnsAt } from './wording.ts';

export const app: Judge = { id: 'app', observe };

function observe({ app: check, thresholds }: JudgeInput): Observation {
  if (check.kind === 'not-checked') return { kind: 'not-checked', reason: check.reason };
  const threshold = thresholds.appLatencyMs;
  // How long it took to fail says nothing about how fast it answers.
  const answerMs = check.kind === 'answered' ? check.latencyMs : null;
  const latency = {
    kind: 'level',
    fingerprint: 'app:latency',
    label: 'time to answer the health request',
    value: answerMs,
    unit: 'milliseconds',
    threshold,
  } as const;
  const finding = findingOf(check);
  return {
    kind: 'observed',
    known: true,
    value: answerMs,
    unit: 'milliseconds',
    summary:
      finding?.summary ??
      `answers in ${figure(Math.round(check.latencyMs), 'milliseconds')}, ${warnsAt(threshold, 'milliseconds')} (${check.url})`,
    signals: finding === null ? [latency] : [latency, finding],
    tookMs: check.latencyMs,
  };
}

type Finding = Extract<Signal, { kind: 'finding' }>;

function findingOf(check: Exclude<AppCheck, { kind: 'not-checked' }>): Finding | null {
  if (check.kind === 'failed') return down('fail', `${check.reason} (${check.url})`);
  const { url, httpStatus, reportedStatus } = check;
  if (httpStatus >= 500) return down('fail', `Answers with HTTP status ${httpStatus} (${url}).`);
  const said = reportedLevel(reportedStatus);
  if (said === 'fail') return down('fail', `Reports itself as "${reportedStatus}" (${url}).`);
  // Something serves there, but not the page that was asked for: neither up nor down is shown.
  if (httpStatus < 200 || httpStatus >= 300)
    return down('warn', `Answers with HTTP status ${httpStatus} (${url}).`);
  return said === 'warn' ? down('warn', `Reports itself as "${reportedStatus}" (${url}).`) : null;
}

/** An application that does not answer has had its five seconds already: there is nothing more to wait for. */
function down(severity: 'warn' | 'fail', summary: string): Finding {
  return { kind: 'finding', fingerprint: 'app:down', severity, summary, forMs: 0 };
}

const failWords = new Set(['fail', 'failed', 'error', 'down', 'critical', 'unhealthy']);
const warnWords = new Set(['warn', 'warning', 'degraded']);

/** The words of the health+json draft (draft-inadarei-api-health-check) and its usual synonyms. */
function reportedLevel(status: string | null): 'warn' | 'fail' | null {
  const word = status?.toLowerCase() ?? '';
  if (failWords.has(word)) return 'fail';
  return warnWords.has(word) ? 'warn' : null;
}
