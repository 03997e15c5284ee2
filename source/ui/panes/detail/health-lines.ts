/** The pod's own health report, check by check. */
import type { HealthStatus } from '../../../../pod-agent/protocol/health-report.ts';
import { isHealthStale, type PodRow, shortDuration } from '../../../fleet/questions.ts';
import { levelLooks } from '../../draw/condition-look.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';

/** Empty where no report has come. */
export function healthLines(row: PodRow, _width: number, nowMs: number): Span[][] {
  const { health } = row.entry;
  if (health === null) return [];
  const stale = isHealthStale(row.entry, nowMs);
  const age = `${shortDuration(nowMs - health.receivedAtMs)} ago`;
  const source = health.source === 'monitor' ? 'by the monitor' : 'by the stream';
  const head: Span[] = [' ', ['health', 'title'], '  ', [`checked ${age} ${source}`, stale ? 'lost' : 'dim']];
  const checks = [...health.report.checks].sort(
    (left, right) => order.indexOf(left.status) - order.indexOf(right.status),
  );
  return [
    head,
    ...checks.map((check): Span[] => {
      const { glyph, role } = levelLooks[check.status];
      return [
        ' ',
        [glyph, stale ? 'dim' : role],
        ' ',
        ...cell([[check.id, 'text']], 7),
        [check.summary, 'dim'],
      ];
    }),
  ];
}

const order: readonly HealthStatus[] = ['fail', 'warn', 'unknown', 'ok'];
