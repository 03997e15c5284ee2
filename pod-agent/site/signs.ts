/** The signs of the four states, the same as the console's. The word always stands beside the glyph. Pure. */
import type { HealthStatus } from '../protocol/health-report.ts';

export const glyphs: Readonly<Record<HealthStatus, string>> = { ok: '●', warn: '▲', fail: '✖', unknown: '?' };

/** Worst first. Unknown is worse than ok: it may hide anything. */
const order: readonly HealthStatus[] = ['fail', 'warn', 'unknown', 'ok'];

export function worstFirst(left: HealthStatus, right: HealthStatus): number {
  return order.indexOf(left) - order.indexOf(right);
}
