/** `/health.json` for nginx to serve when the agent does not answer. Pure. */
import type { ServedHealth } from '../../protocol/served-health.ts';
import type { ServedIdentity } from './agent-view.ts';

/** The file's text: whose pod it is, and that nothing else is known. */
export function fallbackHealth(identity: ServedIdentity): string {
  const health: ServedHealth = {
    schema: 1,
    status: 'unknown',
    summary: 'The agent does not answer, so that nothing is known of this pod but that nginx runs.',
    live: false,
    ...identity,
    uptimeSeconds: null,
    atMs: null,
    report: null,
    gpu: { count: null, expected: null, cards: [] },
    checks: [],
    alerts: [],
    start: null,
  };
  return `${JSON.stringify(health)}\n`;
}
