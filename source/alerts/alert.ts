/** An alert: what is wrong with a pod or with the account by one rule, and whether somebody has made it quiet. */
import type { AlertKind, Quiet } from '../fleet/quiet.ts';

export type Alert = {
  /** `podId rule`; of the account `account rule`. */
  readonly key: string;
  /** null: it is of the account. */
  readonly podId: string | null;
  readonly podName: string;
  readonly rule: string;
  readonly kind: AlertKind;
  /** A word or two. */
  readonly word: string;
  /** A sentence with the evidence. */
  readonly text: string;
  /** Since when it is known to be there, by this console's clock or the pod's; null: it was seen right now. */
  readonly sinceMs: number | null;
  /** null: it is loud. */
  readonly quiet: Quiet | null;
};

/** An alert before it is known whether it is quiet. */
export type RaisedAlert = Omit<Alert, 'key' | 'quiet'>;

/** The key of a rule's alert for a pod; null: for the account. */
export function alertKey(podId: string | null, rule: string): string {
  return `${podId ?? 'account'} ${rule}`;
}
