/** What an action comes to: the new view, and what is asked of the outside. */
import type { Ask } from './action.ts';
import type { Notice, View } from './view.ts';

export type Outcome = { readonly view: View; readonly asks: readonly Ask[] };

export function seen(view: View): Outcome {
  return { view, asks: [] };
}

export function asking(view: View, ask: Ask): Outcome {
  return { view, asks: [ask] };
}

export function noticed(view: View, notice: Notice): Outcome {
  return seen({ ...view, notice });
}
