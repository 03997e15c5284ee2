/** For how long an alert is put off. */
import { keptAlerts } from '../../../alerts/alert-keeper.ts';
import type { Box } from '../../draw/box.ts';
import type { Frame } from '../../frame.ts';
import type { Overlay } from '../../state/view.ts';
import { choiceLine } from './choice-line.ts';
import { dialog, wrappedFacts } from './dialog.ts';

const rows = [
  ['n', 'Not at all', ''],
  ['1', '15 minutes', ''],
  ['2', '1 hour', ''],
  ['3', '8 hours', ''],
] as const;

export function snoozeOverlay(
  frame: Frame,
  { key, index }: Extract<Overlay, { readonly kind: 'snooze' }>,
): Box {
  const alert = keptAlerts(frame.fleet, frame.nowMs).find((each) => each.key === key);
  const say = wrappedFacts(frame);
  return dialog(frame, `Snooze ${alert?.podName ?? 'an alert'}`, {
    facts: [
      say('alert', alert?.text ?? 'it is over', alert === undefined ? 'dim' : 'warn', 1),
      say('then', 'it is loud again; at once where it gets worse', 'dim', 2),
    ],
    answers: rows.map((row, at) => choiceLine(row, at === index)),
  });
}
