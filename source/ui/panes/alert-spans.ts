/** The line of alerts at the top: how many, how many of them are quiet, and the loud ones, worst first. */
import type { Alert } from '../../alerts/alert.ts';
import { keptAlerts } from '../../alerts/alert-keeper.ts';
import { conditionLooks } from '../draw/condition-look.ts';
import type { Span } from '../draw/paint.ts';
import { spansWidth } from '../draw/paint.ts';
import { ends, fitItems, type Item } from '../draw/rows.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';
import { alertCountWords, calmWords } from '../tables/alert-words.ts';

/** More than are ever seen. */
const most = 12;

export function alertSpans(frame: Frame, width: number): Span[] {
  const { fleet, nowMs, view } = frame;
  const alerts = keptAlerts(fleet, nowMs);
  const loud = alerts.filter(({ quiet }) => quiet === null);
  const [worst] = loud;
  if (worst === undefined)
    return [
      ['●', 'ok'],
      [alerts.length === 0 ? ` ${calmWords(fleet)}` : ` nothing new: ${alertCountWords(alerts)}`, 'dim'],
    ];
  const look = conditionLooks[worst.kind];
  const head: Span[] = [[`${look.glyph} ${alertCountWords(alerts)}`, look.role], '  '];
  const items = onePerPod(loud)
    .slice(0, most)
    .map(({ kind, podName, word }, rank): Item => {
      const { glyph, role } = conditionLooks[kind];
      return { spans: [[glyph, role], ' ', [podName, 'title'], ` ${word}`], rank };
    });
  const opens: Span[] =
    width < 100 || (view.page === 'table' && view.tables.id === 'alerts')
      ? []
      : ['  ', [keyOf('page.alerts', view), 'key'], [' opens', 'dim'], ' '];
  const room = width - spansWidth(head) - spansWidth(opens);
  return ends([...head, ...fitItems(items, room, [' · ', 'faint'])], opens, width);
}

/** Its worst one, and one of the account; the others stand on the page. */
function onePerPod(alerts: readonly Alert[]): readonly Alert[] {
  const seen = new Set<string>();
  return alerts.filter(({ podId }) => {
    const whose = podId ?? 'account';
    const isNew = !seen.has(whose);
    seen.add(whose);
    return isNew;
  });
}
