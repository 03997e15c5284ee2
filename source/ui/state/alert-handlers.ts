/** What the actions of alerts do: a part of the reducer's table. */
import type { Action } from './action.ts';
import { acknowledgeAlert, askSnooze, undoQuiet } from './alerts.ts';
import type { Handlers } from './handlers.ts';

type AlertActionKind = Exclude<Extract<Action['kind'], `alert-${string}`>, 'alert-open'>;

export const alertHandlers: Pick<Handlers, AlertActionKind> = {
  'alert-acknowledge': (view, _action, situation) => acknowledgeAlert(view, situation),
  'alert-snooze': (view, _action, situation) => askSnooze(view, situation),
  'alert-undo': (view, _action, situation) => undoQuiet(view, situation),
};
