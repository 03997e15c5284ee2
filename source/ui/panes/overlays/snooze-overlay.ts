/** For how long an alert is put off. */
import { keptAlerts } from '../../../alerts/alert-keeper.ts';
import type { Box } from '../../draw/box.ts';
import type { Frame } from '../../frame.ts';
import type { Overlay } from '../../state/view.ts';
import { type ChoiceRow, choiceLines } from './choice-lines.ts';
import { dialog, wrappedFacts } from './dialog.ts';

const rows: readonly ChoiceRow[] = [
  ['choice.none', 'Not at all', ''],
  ['snooze.quarter', '15 minutes', ''],
  ['snooze.hour', '1 hour', ''],
  ['snooze.shift', '8 hours', ''],
];

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
    answers: choiceLines(frame.view, rows, index),
  });
}
