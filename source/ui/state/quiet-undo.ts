/** What `u` takes back. */
import type { QuietWish } from '../../fleet/quiet.ts';

/** How an alert was before the operator changed it. */
export type QuietUndo = {
  readonly key: string;
  readonly podName: string;
  readonly word: string;
  readonly before: QuietWish | null;
};
