/** Figures come, but how the pod is, nobody knows: its report is too old, or could not tell. That is not green. */
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import { isHealthStale } from '../freshness.ts';
import type { Sign, SignRule } from './sign.ts';

export const healthUnknown: SignRule = {
  id: 'health-unknown',
  subject: 'health',
  reportAfterMs: 60_000,
  find,
};

function find(entry: PodEntry, nowMs: number): Sign | null {
  // Before the first report there is only a pod that runs, and the list says no more than that.
  if (entry.health === null) return null;
  const { report, receivedAtMs } = entry.health;
  if (isHealthStale(entry, nowMs)) {
    const age = shortDuration(nowMs - receivedAtMs);
    return { kind: 'lost', word: 'health ?', text: `The newest health report is ${age} old.` };
  }
  if (report.status !== 'unknown') return null;
  const missing = report.checks.filter((check) => check.status === 'unknown').map((check) => check.summary);
  return { kind: 'lost', word: 'health ?', text: missing.join(' ') || 'The health report could not tell.' };
}
