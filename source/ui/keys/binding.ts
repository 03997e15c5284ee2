/** A key binding is a record. Footer hints, the help and docs/keys.md are all made from these. */
import type { Action } from '../state/action.ts';
import type { Situation } from '../state/situation.ts';
import { type TableId, tableIds } from '../state/tables-view.ts';
import type { View } from '../state/view.ts';

/** Of one table alone: `table-gpus`. */
const tableContexts = tableIds.map((id): `table-${TableId}` => `table-${id}`);

/** Where a binding is heard. The focused pane's win over the global ones; from `dialog` on they take all keys to themselves. */
export const contexts = [
  'global',
  'list',
  'detail',
  'health',
  'output',
  'job',
  'jobs',
  'releases',
  'table',
  'logs',
  ...tableContexts,
  'holding',
  'release',
  'dialog',
  'typed',
  'editing',
  'pod-menu',
  'create-text',
  'create-choice',
  'create-list',
  'create-form',
  'benchmark',
  'quitting',
  'snoozing',
  'choice',
  'deploy-text',
  'deploy-choice',
  'deploy-form',
  'deploy-plan',
  'forward-form',
  'search',
  'release-filter',
  'table-filter',
  'log-filter',
  'log-sources',
  'filter',
  'help',
] as const;
export type Context = (typeof contexts)[number];

export type Binding = {
  /** "pods.sort": what it acts on, and what it does. */
  readonly id: string;
  /** At most three, in the spelling of `KeyEvent`; two keys pressed one after the other stand with a space between. */
  readonly keys: readonly string[];
  readonly contexts: readonly Context[];
  /** What it does, for help and docs. */
  readonly label: string;
  /** A word or two for the footer, and how soon it gives way there: 0 stays longest. Absent: not in the footer. */
  readonly hint?: {
    readonly word: string;
    readonly rank: number;
    /** Where the word depends on what is shown: the key that freezes also resumes. */
    wordNow?(view: View, situation: Situation): string;
    /** Where it matters more in some views than in others. */
    rankNow?(view: View): number;
  };
  readonly action: Action;
  /** Heard even while a dialog or a text field has the keys. */
  readonly always?: true;
  /** Why it does nothing now; null when it would. */
  disabledReason?(view: View, situation: Situation): string | null;
};
