/** The shape of the reducer's table: what is done for each kind of action. */
import type { Action } from './action.ts';
import type { Outcome } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export type Handlers = {
  readonly [Kind in Action['kind']]: (
    view: View,
    action: Extract<Action, { readonly kind: Kind }>,
    situation: Situation,
  ) => Outcome;
};
