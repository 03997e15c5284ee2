/** What the pod costs, and what is about to be done about it, in its overview. */
import type { StopSwitch } from '../../../../pod-agent/protocol/stop-switch.ts';
import { type PodRow, shortDuration } from '../../../fleet/questions.ts';
import type { MoneyFigure } from '../../../money/figure.ts';
import type { PodMoney } from '../../../money/pod-money.ts';
import { activityText } from '../../../money/wording.ts';
import type { Span } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';
import { clock } from '../../draw/time.ts';

/** Empty for a host that nobody bills for. */
export function costLines(row: PodRow, money: PodMoney | null, width: number, nowMs: number): Span[][] {
  if (money === null) return [];
  const { today, month, wastedToday } = money;
  const items: Item[] = [
    ...amount(0, 'today', today),
    ...amount(1, 'month', month),
    ...amount(2, 'wasted today', wastedToday),
    { rank: 3, spans: [[activityText(money, nowMs), money.activity.kind === 'idle' ? 'idle' : 'dim']] },
  ];
  const lines: Span[][] = [[' ', ['cost', 'title'], '  ', ...fitItems(items, width - 8, [' · ', 'faint'])]];
  const report = row.entry.health?.report;
  if (report?.stopSwitch !== undefined) lines.push(switchLine(report.stopSwitch, nowMs + offsetOf(row)));
  return lines;
}

/** The switch speaks by the pod's clock. */
function offsetOf({ entry }: PodRow): number {
  const { sample } = entry;
  return sample === null ? 0 : sample.frame.atMs - sample.receivedAtMs;
}

function amount(rank: number, word: string, figure: MoneyFigure): readonly Item[] {
  if (figure.dollars === null) return [];
  const estimate = figure.source === 'seen' ? '~' : '';
  return [{ rank, spans: [[`${word} `, 'dim'], `${estimate}$${figure.dollars.toFixed(2)}`] }];
}

function switchLine(armed: StopSwitch, podNowMs: number): Span[] {
  const { firesAtMs, trouble, keptUntilMs, because, why } = armed;
  if (trouble !== null) return [' ', ['▲ it could not stop itself: ', 'warn'], [trouble, 'warn']];
  if (firesAtMs !== null) {
    const left = shortDuration(firesAtMs - podNowMs);
    const reason = why === 'time-to-live' ? 'its time to live' : 'while it is idle';
    return [
      ' ',
      [`stops itself in ${left}, at ${clock(firesAtMs)}Z of its clock`, 'warn'],
      [` (${reason})`, 'dim'],
    ];
  }
  const kept = keptUntilMs === null ? '' : `; kept until ${clock(keptUntilMs)}Z`;
  return [' ', [`stops itself when idle; not now: ${because ?? 'not due'}${kept}`, 'dim']];
}
