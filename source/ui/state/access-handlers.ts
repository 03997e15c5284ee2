/** What the actions of shells and forwards do: a part of the reducer's table. */
import {
  acceptForward,
  askForward,
  askNewForward,
  askShell,
  closeForward,
  stepForwardChoice,
} from './access.ts';
import type { Action } from './action.ts';
import type { Handlers } from './handlers.ts';
import { seen } from './outcome.ts';

type AccessActionKind = Extract<Action['kind'], 'shell' | 'forward' | `forward-${string}`>;

export const accessHandlers: Pick<Handlers, AccessActionKind> = {
  shell: (view, _action, situation) => askShell(view, situation),
  forward: (view, _action, situation) => askForward(view, situation),
  'forward-new': (view, _action, situation) => askNewForward(view, situation),
  'forward-choice': (view, { step }, situation) => stepForwardChoice(view, step, situation),
  'forward-accept': (view, _action, situation) => acceptForward(view, situation),
  'forward-cancel': (view) => seen({ ...view, overlay: null }),
  'forward-close': (view, _action, situation) => closeForward(view, situation),
};
